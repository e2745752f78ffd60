using System.Globalization;
using System.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>What is due in the next days, one character for each day.</summary>
internal static class TimeLine
{
    /// <summary>How many days are looked ahead.</summary>
    public const int Days = 30;

    private const int MostShown = 9;

    /// <summary>How many credentials end on each day; what has ended already counts for today.</summary>
    public static int[] Counts(IEnumerable<DueCredential> due)
    {
        int[] counts = new int[Days];
        foreach (DueCredential one in due)
        {
            int day = Math.Max(0, (int)Math.Floor(one.ExpiresIn.TotalDays));
            if (day < Days)
                counts[day]++;
        }

        return counts;
    }

    /// <summary>The line: <c>now 1······2··· +30d</c>. A + stands for more than nine.</summary>
    public static string Of(IEnumerable<DueCredential> due)
    {
        StringBuilder line = new("now ");
        foreach (int count in Counts(due))
            line.Append(count == 0 ? "·" : count > MostShown ? "+" : count.ToString(CultureInfo.InvariantCulture));

        return line.Append(CultureInfo.InvariantCulture, $" +{Days}d").ToString();
    }
}
