using Xunit;

namespace Moltbot.Testing;

/// <summary>
/// A part of what others rely on, as a text in docs/surface that is reviewed: one line for each thing, so that a change of it is
/// seen in the change that makes it.
/// </summary>
public static class ReviewedSurface
{
    /// <summary>What has the texts written anew in the place of being compared.</summary>
    public const string Variable = "MOLTBOT_SURFACE";

    private const string Update = "update";

    /// <summary>Where the texts are.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryLayout.Root, "docs", "surface");

    /// <summary>Fails where what there is was not reviewed, and says how the text is written anew.</summary>
    /// <param name="name">The name of the text.</param>
    /// <param name="lines">What there is.</param>
    public static void Compare(string name, IEnumerable<string> lines) => Compare(name, lines, Environment.GetEnvironmentVariable(Variable) == Update);

    /// <summary>Fails where what there is was not reviewed, or writes it to be reviewed.</summary>
    /// <param name="name">The name of the text.</param>
    /// <param name="lines">What there is.</param>
    /// <param name="isUpdate">Whether it is written.</param>
    public static void Compare(string name, IEnumerable<string> lines, bool isUpdate)
    {
        string path = Path.Combine(Folder, name);
        string[] actual = [.. lines];
        if (isUpdate)
            File.WriteAllText(path, string.Concat(actual.Select(line => $"{line}\n")));
        else if (Differences(File.Exists(path) ? File.ReadAllLines(path) : [], actual) is { Count: > 0 } differences)
            Assert.Fail($"docs/surface/{name} is not what there is now. Whoever relies on what went away is broken by it. If that is meant, run the tests with {Variable}={Update} in the environment, which writes it anew, and have the difference reviewed:\n{string.Join('\n', differences)}");
    }

    /// <summary>What went away, by <c>-</c>, and what is new, by <c>+</c>, each below the line that it belongs to.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<string> reviewed, IReadOnlyList<string> actual)
    {
        List<string> before = [.. Placed(reviewed)];
        List<string> after = [.. Placed(actual)];
        if (before.SequenceEqual(after, StringComparer.Ordinal))
            return [];

        string[] different = [.. Without(before, after).Select(line => $"- {line}"), .. Without(after, before).Select(line => $"+ {line}")];
        return different.Length > 0 ? different : ["The same lines in another order."];
    }

    /// <summary>Lines with the heads that they stand below, which are indented less.</summary>
    private static IEnumerable<string> Placed(IEnumerable<string> lines)
    {
        List<(int Indent, string Text)> heads = [];
        foreach (string line in lines)
        {
            string text = line.Trim();
            int indent = line.Length - line.TrimStart().Length;
            heads.RemoveAll(head => head.Indent >= indent);
            yield return string.Join(" > ", [.. heads.Select(head => head.Text), text]);
            if (text.Length > 0)
                heads.Add((indent, text));
        }
    }

    /// <summary>Lines that are not in others, each as often as it is missing there.</summary>
    private static List<string> Without(IEnumerable<string> lines, IEnumerable<string> others)
    {
        Dictionary<string, int> left = others.GroupBy(line => line, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        List<string> missing = [];
        foreach (string line in lines)
        {
            if (left.TryGetValue(line, out int count) && count > 0)
                left[line] = count - 1;
            else
                missing.Add(line);
        }

        return missing;
    }
}
