using System.Globalization;
using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>Numbers and times as providers write them.</summary>
internal static class QuotaNumbers
{
    /// <summary>Numbers below it are seconds and not milliseconds: as milliseconds they would lie before 2002.</summary>
    private const double FirstMilliseconds = 1e12;

    /// <summary>A percentage from 0 to 100; 0 for what is none.</summary>
    public static double Percent(double value) => double.IsFinite(value) ? Math.Clamp(value, 0, 100) : 0;

    /// <summary>A number, or a text that is one; <see langword="null"/> for everything else.</summary>
    public static double? NumberOf(JsonElement value)
    {
        double? number = value.AsNumber() ?? (value.AsText() is { } text && !EcmaScriptText.IsBlank(text) ? EcmaScriptNumber.Parse(text) : null);
        return number is { } known && double.IsFinite(known) ? known : null;
    }

    /// <summary>A date, or a number of seconds or milliseconds since the Unix epoch, in milliseconds; <see langword="null"/> for what is none.</summary>
    public static double? TimeOf(JsonElement value) =>
        value.AsNumber() is { } number ? (double.IsFinite(number) && number > 0 ? (number < FirstMilliseconds ? number * 1000 : number) : null) :
        value.AsText() is { } text ? DateOf(text) :
        null;

    private static double? DateOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUnixTimeMilliseconds() : null;
}
