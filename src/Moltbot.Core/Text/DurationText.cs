using System.Globalization;

namespace Moltbot.Core.Text;

/// <summary>Durations as the gateway reads and shows them.</summary>
public static class DurationText
{
    private const double Minute = 60_000;
    private const double LongestNumber = 36_525 * 24 * 60 * Minute;

    /// <summary>
    /// Reads a number with an optional unit, <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>: <c>365d</c>, <c>1.5h</c>.
    /// </summary>
    /// <param name="text">The text; blanks around it and the case of the unit do not count.</param>
    /// <param name="defaultUnit">The unit of a number alone.</param>
    /// <returns>Whole milliseconds, or <see langword="null"/> when the text is no duration.</returns>
    internal static double? ParseMilliseconds(string text, string defaultUnit = "ms")
    {
        string trimmed = EcmaScriptText.ToLower(EcmaScriptText.Trim(text));
        int digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] == '.')) digits++;

        string number = trimmed[..digits];
        string unit = digits < trimmed.Length ? trimmed[digits..] : defaultUnit;
        bool isNumber = number.Length > 0 && char.IsAsciiDigit(number[0]) && char.IsAsciiDigit(number[^1]) && number.Count(c => c == '.') <= 1;
        if (!isNumber || MillisecondsIn(unit) is not { } factor)
            return null;

        double milliseconds = Math.Floor((double.Parse(number, CultureInfo.InvariantCulture) * factor) + 0.5);
        return double.IsFinite(milliseconds) ? milliseconds : null;
    }

    /// <summary>Reads a duration as <see cref="ParseMilliseconds"/> does, or gives <see langword="null"/> when it is too long for a <see cref="TimeSpan"/>.</summary>
    public static TimeSpan? Parse(string text, string defaultUnit) =>
        ParseMilliseconds(text, defaultUnit) is { } milliseconds && milliseconds < TimeSpan.MaxValue.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    /// <summary>A number of milliseconds as a duration, which ends where that of a <see cref="TimeSpan"/> does.</summary>
    internal static TimeSpan ToTimeSpan(double milliseconds) =>
        milliseconds >= TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.MaxValue :
        milliseconds <= TimeSpan.MinValue.TotalMilliseconds ? TimeSpan.MinValue :
        TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>
    /// How much time is left, in the largest unit that fits: <c>50m</c>, <c>27h</c>, <c>3d</c>; <c>0m</c> when none is,
    /// <c>over 100 years</c> where a number would say no more, <c>unknown</c> when nobody knows.
    /// </summary>
    public static string Remaining(double? milliseconds)
    {
        if (milliseconds is not { } left || double.IsNaN(left))
            return "unknown";
        if (left <= 0)
            return "0m";

        if (left > LongestNumber)
            return "over 100 years";

        double minutes = Math.Max(1, Round(left / Minute));
        if (minutes < 60)
            return EcmaScriptNumber.ToText(minutes) + "m";

        double hours = Round(minutes / 60);
        return hours < 48
            ? EcmaScriptNumber.ToText(hours) + "h"
            : EcmaScriptNumber.ToText(Round(hours / 24)) + "d";
    }

    /// <summary>How long something took: <c>320ms</c>, <c>2.3s</c>, <c>4s</c>.</summary>
    public static string Latency(TimeSpan time) => time.TotalMilliseconds < 1_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Round(time.TotalMilliseconds)}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{Round(time.TotalMilliseconds / 100) / 10}s");

    private static double? MillisecondsIn(string unit) => unit switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => Minute,
        "h" => 60 * Minute,
        "d" => 24 * 60 * Minute,
        _ => null,
    };

    private static double Round(double number) => Math.Floor(number + 0.5);
}
