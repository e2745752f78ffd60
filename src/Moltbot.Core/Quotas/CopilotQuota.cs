using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Quotas;

/// <summary>GitHub's answer for Copilot (docs/gateway/usage.md §5.3).</summary>
internal static class CopilotQuota
{
    public static QuotaReading Read(QuotaAnswer answer)
    {
        if (answer.Failure is { } failure)
            return QuotaReading.Failed(failure);

        JsonElement snapshots = answer.Json.Member("quota_snapshots");
        return new QuotaReading(
            [.. Window("Premium", snapshots.Member("premium_interactions")), .. Window("Chat", snapshots.Member("chat"))],
            answer.Json.Member("copilot_plan").AsText() is { Length: > 0 } plan ? plan : null);
    }

    private static IEnumerable<QuotaWindow> Window(string label, JsonElement snapshot) =>
        snapshot.IsContainer() ? [new(label, QuotaNumbers.Percent(100 - (QuotaNumbers.NumberOf(snapshot.Member("percent_remaining")) ?? 0)))] : [];
}
