using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>A finite number, perhaps whole, perhaps within limits.</summary>
internal sealed class NumberRule : SchemaRule
{
    private const double GreatestSafeInteger = 9007199254740991;

    /// <summary>Whether the number must be whole, and small enough to be exact.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The limit that the number must be greater than.</summary>
    public double? GreaterThan { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The greatest number allowed.</summary>
    public double? AtMost { get; init; }

    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
        if (value.AsNumber() is not { } number)
            report.AddWrongType("number", SchemaReport.TypeOf(value));
        else if (!double.IsFinite(number))
            report.AddWrongType("number", double.IsNaN(number) ? "NaN" : "Infinity");
        else if (IsWhole && Math.Truncate(number) != number)
            report.AddWrongType("int", "number");
        else
            CheckLimits(number, report);
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report) => report.AddWrongType("number", "undefined");

    private void CheckLimits(double number, SchemaReport report)
    {
        if (IsWhole && number > GreatestSafeInteger)
            report.Add($"Too big: expected int to be <={Text(GreatestSafeInteger)}");
        if (IsWhole && number < -GreatestSafeInteger)
            report.Add($"Too small: expected int to be >=-{Text(GreatestSafeInteger)}");
        if (number <= GreaterThan)
            report.Add($"Too small: expected number to be >{Text(GreaterThan.Value)}");
        if (number < AtLeast)
            report.Add($"Too small: expected number to be >={Text(AtLeast.Value)}");
        if (number > AtMost)
            report.Add($"Too big: expected number to be <={Text(AtMost.Value)}");
    }

    private static string Text(double limit) => limit.ToString("F0", CultureInfo.InvariantCulture);
}
