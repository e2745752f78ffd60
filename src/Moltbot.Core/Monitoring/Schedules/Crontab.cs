using System.Globalization;

namespace Moltbot.Core.Monitoring.Schedules;

/// <summary>A user's crontab as text, with one line of ours for each installation.</summary>
internal static class Crontab
{
    private const int MinutesOfHour = 60;
    private const int HoursOfDay = 24;

    /// <summary>The line that starts a pass, with the comment by which it is found again.</summary>
    public static string Line(ScheduledRun run) =>
        $"{Times(run.Every)} {string.Join(' ', [Quoted(run.Program), .. run.Arguments.Select(Quoted)])} >/dev/null 2>&1 {Tag(run.StateDirectory)}";

    /// <summary>The line of an installation, or <see langword="null"/>.</summary>
    public static string? Find(string crontab, string stateDirectory) =>
        crontab.Split('\n').FirstOrDefault(line => line.EndsWith(Tag(stateDirectory), StringComparison.Ordinal));

    /// <summary>A crontab with the line of an installation, and everything else as it was.</summary>
    public static string With(string crontab, ScheduledRun run)
    {
        string others = Without(crontab, run.StateDirectory);
        return $"{others}{(others.Length == 0 || others.EndsWith('\n') ? "" : "\n")}{Line(run)}\n";
    }

    /// <summary>A crontab without the line of an installation.</summary>
    public static string Without(string crontab, string stateDirectory) => Find(crontab, stateDirectory) is not { } line ? crontab : string.Concat(
        crontab.Split('\n').Where(other => other != line).Select((other, index) => index == 0 ? other : $"\n{other}"));

    /// <summary>How often, where cron can keep that: what divides an hour or a day. Anything else is rounded down to such.</summary>
    internal static string Times(TimeSpan every)
    {
        int minutes = (int)every.TotalMinutes;
        if (minutes < MinutesOfHour)
            return minutes == 1 ? "* * * * *" : $"*/{Invariant(Divisor(minutes, MinutesOfHour))} * * * *";

        int hours = Divisor(minutes / MinutesOfHour, HoursOfDay);
        return hours == HoursOfDay ? "7 0 * * *" : hours == 1 ? "7 * * * *" : $"7 */{Invariant(hours)} * * *";
    }

    /// <summary>How often cron starts what was to be started so often.</summary>
    public static TimeSpan Effective(TimeSpan every)
    {
        int minutes = (int)every.TotalMinutes;
        return minutes < MinutesOfHour ? TimeSpan.FromMinutes(Divisor(minutes, MinutesOfHour)) : TimeSpan.FromHours(Divisor(minutes / MinutesOfHour, HoursOfDay));
    }

    /// <summary>The whole path, so that the line of an installation elsewhere that is called the same is not taken for it.</summary>
    private static string Tag(string stateDirectory) => $"# {ScheduleName.Of(stateDirectory)} {stateDirectory.Replace("%", "\\%", StringComparison.Ordinal)}";

    private static int Divisor(int wanted, int of)
    {
        while (of % wanted != 0)
            wanted--;

        return wanted;
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A word for the shell, in which cron first reads % as the end of the line.</summary>
    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)}'";
}
