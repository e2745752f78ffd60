using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>z.ai's answer (docs/gateway/usage.md §5.7).</summary>
internal static class ZaiQuota
{
    public static QuotaReading Read(QuotaAnswer answer)
    {
        if (answer.Failure is { } failure)
            return QuotaReading.Failed(failure);
        if (!answer.Json.Member("success").IsTruthy() || answer.Json.Member("code").AsNumber() != 200)
            return QuotaReading.Failed(answer.Json.Member("msg").AsText() is { Length: > 0 } message ? message : "API error");

        JsonElement data = answer.Json.Member("data");
        JsonElement limits = data.Member("limits");
        return new QuotaReading(
            limits.ValueKind != JsonValueKind.Array ? [] : [.. limits.EnumerateArray().Select(Window).OfType<QuotaWindow>()],
            (data.Member("planName").AsText() ?? data.Member("plan").AsText()) is { Length: > 0 } plan ? plan : null);
    }

    private static QuotaWindow? Window(JsonElement limit)
    {
        string? label = limit.Member("type").AsText() switch
        {
            "TOKENS_LIMIT" => $"Tokens ({Span(limit)})",
            "TIME_LIMIT" => "Monthly",
            _ => null,
        };
        return label is null ? null : new(label, QuotaNumbers.Percent(QuotaNumbers.NumberOf(limit.Member("percentage")) ?? 0), QuotaNumbers.TimeOf(limit.Member("nextResetTime")));
    }

    private static string Span(JsonElement limit)
    {
        string? unit = limit.Member("unit").AsNumber() switch { 1 => "d", 3 => "h", 5 => "m", _ => null };
        return unit is null ? "Limit" : $"{EcmaScriptNumber.ToText(limit.Member("number").AsNumber() ?? 0)}{unit}";
    }
}
