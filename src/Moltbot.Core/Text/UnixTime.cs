using System.Globalization;

namespace Moltbot.Core.Text;

/// <summary>The times in the files are milliseconds since the Unix epoch, as floating-point numbers.</summary>
internal static class UnixTime
{
    private static readonly double Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly double Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Of numbers that are seconds: 1973, and of what is milliseconds and in 1970.</summary>
    private const double FirstInSeconds = 100_000_000;
    private const double LastInSeconds = 31_536_000_000;

    /// <summary>The time now.</summary>
    public static double Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A time as the gateway writes it for people: in UTC, with milliseconds.</summary>
    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)[..^5] + "Z";

    /// <summary>
    /// A sentence, with a blank before it, about an expiry that is in the first year of the epoch, because it is in seconds;
    /// nothing where it is not. No credential is that old.
    /// </summary>
    public static string SecondsHint(double? expires) => expires is >= FirstInSeconds and < LastInSeconds
        ? $" Its expiry, {expires.Value.ToString("R", PlainNumbers.Format)}, looks like seconds, and milliseconds belong there."
        : "";

    /// <summary>A time for people to read: in UTC, to the second.</summary>
    public static string ToReadable(double? milliseconds) =>
        ToDateTime(milliseconds)?.ToString("u", CultureInfo.InvariantCulture) ?? "a time beyond the calendar";

    /// <summary>The time as a date; <see langword="null"/> when it is none that the calendar has.</summary>
    public static DateTimeOffset? ToDateTime(double? milliseconds) =>
        milliseconds is { } value && value >= Earliest && value <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds((long)value) : null;
}
