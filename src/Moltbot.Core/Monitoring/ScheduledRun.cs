namespace Moltbot.Core.Monitoring;

/// <summary>What a scheduler starts, and how often.</summary>
/// <param name="Program">The absolute path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Every">How often: whole minutes, from one minute to a day.</param>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
public sealed record ScheduledRun(string Program, IReadOnlyList<string> Arguments, TimeSpan Every, string StateDirectory)
{
    /// <summary>How often, if nothing else is said.</summary>
    public static TimeSpan UsualInterval { get; } = TimeSpan.FromMinutes(30);

    /// <summary>The account of Windows that it runs as, or <see langword="null"/> for the user who installs it.</summary>
    public string? Account { get; init; }

    /// <summary>Whether an interval is one that every scheduler can keep.</summary>
    internal static bool IsInterval(TimeSpan every) => every >= TimeSpan.FromMinutes(1) && every <= TimeSpan.FromDays(1) && every.Ticks % TimeSpan.TicksPerMinute == 0;
}
