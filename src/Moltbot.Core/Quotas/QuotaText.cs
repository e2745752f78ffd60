using System.Globalization;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>How much of plans is left, in words (docs/gateway/usage.md §6).</summary>
public static class QuotaText
{
    private const string Separator = " · ";

    /// <summary>The first windows on one line: <c>5h 80% left ⏱1h 30m · Week 0% left</c>; <see langword="null"/> when there is nothing to tell.</summary>
    /// <param name="usage">What is known.</param>
    /// <param name="zone">The time zone of dates.</param>
    /// <param name="most">How many windows at most.</param>
    public static string? Summary(ProviderUsage usage, TimeZoneInfo zone, int most) => usage.Error is not null || usage.Windows.Count == 0
        ? null
        : string.Join(Separator, usage.Windows.Take(most).Select(window => $"{Left(window)}{(Reset(window, zone) is { } reset ? $" ⏱{reset}" : "")}"));

    /// <summary>What is known as lines of a report, without a heading of the whole.</summary>
    /// <param name="usage">What is known.</param>
    /// <param name="zone">The time zone of dates.</param>
    /// <param name="bar">Draws how much of a window is left, in front of the words; nothing if <see langword="null"/>.</param>
    public static IEnumerable<string> Report(ProviderUsage usage, TimeZoneInfo zone, Func<UsageWindow, string>? bar = null)
    {
        string name = usage.Plan is { } plan ? $"{usage.DisplayName} ({plan})" : usage.DisplayName;
        if (usage.Error is not null || usage.Windows.Count == 0)
            return [$"  {name}: {usage.Error ?? "no data"}"];

        return usage.Windows
            .Select(window => $"    {window.Label}: {bar?.Invoke(window)}{Percent(window)} left{(Reset(window, zone) is { } reset ? $"{Separator}resets {reset}" : "")}")
            .Prepend($"  {name}");
    }

    /// <summary>The window of which least is left, or why nothing is known.</summary>
    internal static string Line(ProviderUsage usage) => usage.Windows.MaxBy(window => window.UsedPercent) is { } scarcest && usage.Error is null
        ? $"{usage.DisplayName} {Percent(scarcest)} left ({scarcest.Label})"
        : $"{usage.DisplayName}: {usage.Error ?? "no data"}";

    /// <summary>How much of a window is left.</summary>
    internal static string Left(UsageWindow window) => $"{window.Label} {Percent(window)} left";

    /// <summary>How long it takes until a window begins anew, or the day where that is a week away or more; <see langword="null"/> when nobody knows.</summary>
    internal static string? Reset(UsageWindow window, TimeZoneInfo zone)
    {
        if (window is not { ResetsIn: { } left, ResetsAt: { } time })
            return null;
        if (left <= TimeSpan.Zero)
            return "now";

        int minutes = (int)left.Minutes;
        return left.TotalHours < 1 ? $"{minutes}m" :
            left.TotalDays < 1 ? (minutes == 0 ? $"{left.Hours}h" : $"{left.Hours}h {minutes}m") :
            left.TotalDays < 7 ? $"{left.Days}d {left.Hours}h" :
            TimeZoneInfo.ConvertTime(time, zone).ToString("MMM d", CultureInfo.InvariantCulture);
    }

    private static string Percent(UsageWindow window) => $"{EcmaScriptNumber.ToText(Math.Round(window.LeftPercent, MidpointRounding.AwayFromZero))}%";
}
