using System.Globalization;
using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>OpenAI's answer for Codex (docs/gateway/usage.md §5.2).</summary>
internal static class CodexQuota
{
    private const double Hour = 3600;

    public static QuotaReading Read(QuotaAnswer answer)
    {
        if (answer.Status is 401 or 403)
            return QuotaReading.Failed(QuotaAnswer.TokenExpired);
        if (answer.Failure is { } failure)
            return QuotaReading.Failed(failure);

        JsonElement limits = answer.Json.Member("rate_limit");
        return new QuotaReading([.. First(limits.Member("primary_window")), .. Second(limits.Member("secondary_window"))], PlanIn(answer.Json));
    }

    private static IEnumerable<QuotaWindow> First(JsonElement window) =>
        window.IsTruthy() ? [Window($"{Hours(window, 3 * Hour)}h", window)] : [];

    private static IEnumerable<QuotaWindow> Second(JsonElement window)
    {
        if (!window.IsTruthy())
            return [];

        double hours = Hours(window, 24 * Hour);
        return [Window(hours >= 24 ? "Day" : $"{hours}h", window)];
    }

    private static QuotaWindow Window(string label, JsonElement window) => new(
        label,
        QuotaNumbers.Percent(QuotaNumbers.NumberOf(window.Member("used_percent")) ?? 0),
        QuotaNumbers.NumberOf(window.Member("reset_at")) is > 0 and { } seconds ? seconds * 1000 : null);

    private static double Hours(JsonElement window, double usual) =>
        Math.Round((QuotaNumbers.NumberOf(window.Member("limit_window_seconds")) is > 0 and { } seconds ? seconds : usual) / Hour, MidpointRounding.AwayFromZero);

    private static string? PlanIn(JsonElement json)
    {
        string? plan = json.Member("plan_type").AsText() is { Length: > 0 } name ? name : null;
        JsonElement balance = json.Member("credits").Member("balance");
        if (balance.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return plan;

        double parsed = balance.AsNumber() ?? (balance.AsText() is { } text ? EcmaScriptNumber.Parse(text) : 0);
        string money = string.Create(CultureInfo.InvariantCulture, $"${(double.IsFinite(parsed) ? parsed : 0):0.00}");
        return plan is null ? money : $"{plan} ({money})";
    }
}
