using System.Globalization;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A time of more than a hundred years is said to be one. The reference gives a number of days, be it infinite.</summary>
internal sealed class ALongTimeIsNoNumber : Deviation
{
    private const double MostDays = 36_525;

    public override IReadOnlyList<string> Kinds => ["text"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        bool isLong = recorded.Input.Text("fn") == "formatRemainingShort" && recorded.Expected.Text("value") is [.. var number, 'd']
            && (number == "Infinity" || (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double days) && days > MostDays));
        if (isLong)
            recorded.Expected["value"] = "over 100 years";

        return isLong;
    }
}
