namespace Moltbot.Core.Tests.Configuration;

/// <summary>The lines by which two texts differ, as diff shows them.</summary>
internal static class LineDifference
{
    /// <summary>Lines with their numbers: "-" those of the old text that are gone, "+" those of the new one that are new.</summary>
    public static IReadOnlyList<string> Between(string before, string after)
    {
        string[] old = before.Split('\n');
        string[] young = after.Split('\n');
        int[,] common = CommonLines(old, young);
        List<string> difference = [];
        for (int i = 0, j = 0; i < old.Length || j < young.Length;)
        {
            if (i < old.Length && j < young.Length && old[i] == young[j])
            {
                i++;
                j++;
            }
            else if (j == young.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                difference.Add($"-{i + 1} {old[i++]}");
            }
            else
            {
                difference.Add($"+{j + 1} {young[j++]}");
            }
        }

        return difference;
    }

    /// <summary>How many lines, at most, the rests of both texts from two places on have in common, in order.</summary>
    private static int[,] CommonLines(string[] old, string[] young)
    {
        int[,] common = new int[old.Length + 1, young.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = young.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == young[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}
