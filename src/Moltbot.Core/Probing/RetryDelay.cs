using System.Globalization;
using Moltbot.Core.Text;

namespace Moltbot.Core.Probing;

/// <summary>How long a provider wants to be left alone, in every form in which it is told.</summary>
internal static class RetryDelay
{
    private const string ResetPrefix = "x-ratelimit-reset-";

    /// <summary>The delay that an answer asks for, or <see langword="null"/>.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="inBody">What its body says, or <see langword="null"/>.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? In(ProbeAnswer answer, string? inBody, DateTimeOffset now) =>
        Milliseconds(answer.Header("retry-after-ms"))
        ?? SecondsOrDate(answer.Header("retry-after"), now)
        ?? Units(inBody)
        ?? answer.Headers.Where(header => header.Key.StartsWith(ResetPrefix, StringComparison.OrdinalIgnoreCase)).Select(header => Units(header.Value)).Max();

    private static TimeSpan? Milliseconds(string? text) => Number(text) is { } number ? TimeSpan.FromMilliseconds(Math.Round(number)) : null;

    private static TimeSpan? SecondsOrDate(string? text, DateTimeOffset now) =>
        Number(text) is { } seconds ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) :
        DateIn(text) is { } date && date > now ? date - now :
        null;

    /// <summary>A date as HTTP writes it, or <see langword="null"/>.</summary>
    internal static DateTimeOffset? DateIn(string? text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;

    /// <summary>A length such as <c>6m0s</c>, <c>1.5s</c> or <c>12ms</c>; a number alone is seconds.</summary>
    private static TimeSpan? Units(string? text)
    {
        string rest = EcmaScriptText.Trim(text ?? "");
        if (rest.Length == 0)
            return null;
        if (Number(rest) is { } seconds)
            return TimeSpan.FromSeconds(seconds);

        double milliseconds = 0;
        while (rest.Length > 0)
        {
            int digits = rest.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
            int letters = rest.Skip(digits).TakeWhile(char.IsAsciiLetter).Count();
            if (letters == 0 || DurationText.ParseMilliseconds(rest[..(digits + letters)]) is not { } more)
                return null;

            milliseconds += more;
            rest = rest[(digits + letters)..];
        }

        return DurationText.ToTimeSpan(milliseconds);
    }

    /// <summary>A number that makes a length; none that is longer than a year.</summary>
    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double number) && number < 31_536_000
            ? number
            : null;
}
