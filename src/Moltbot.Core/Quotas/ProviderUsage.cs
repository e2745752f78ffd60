using System.Text.Json.Nodes;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>How much of a plan is left at a provider, or why that is not known.</summary>
/// <param name="StateDirectory">The absolute path of the state directory of the installation.</param>
/// <param name="Agent">The id of the agent whose credential was used.</param>
/// <param name="Provider">The id of the provider.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="Plan">The name of the plan, where it is told.</param>
/// <param name="Windows">What the plan allows, in the provider's order; may be empty.</param>
/// <param name="Error">Why nothing is known, as <c>HTTP 401</c>, <c>Timeout</c> or the provider's words without secrets; or <see langword="null"/>.</param>
/// <param name="UpdatedAt">When it was asked.</param>
public sealed record ProviderUsage(
    string StateDirectory,
    string Agent,
    string Provider,
    string DisplayName,
    string? Plan,
    FlatList<UsageWindow> Windows,
    string? Error,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The same as the gateway writes it, with times in milliseconds since the Unix epoch.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["provider"] = Provider,
            ["displayName"] = DisplayName,
            ["windows"] = new JsonArray([.. Windows.Select(WindowToJson)]),
        };
        if (Plan is not null)
            json["plan"] = Plan;
        if (Error is not null)
            json["error"] = Error;

        return json;
    }

    /// <inheritdoc/>
    public override string ToString() => QuotaText.Line(this);

    /// <summary>What a provider's answer means at a time.</summary>
    internal static ProviderUsage Of(string stateDirectory, string agent, QuotaProvider provider, QuotaReading reading, DateTimeOffset now) => new(
        stateDirectory,
        agent,
        provider.Provider.Value,
        provider.Label,
        reading.Plan,
        [.. reading.Windows.Select(window => WindowOf(window, now))],
        reading.Error,
        now);

    private static UsageWindow WindowOf(QuotaWindow window, DateTimeOffset now)
    {
        DateTimeOffset? resetsAt = UnixTime.ToDateTime(window.ResetsAt);
        return new(window.Label, window.UsedPercent, resetsAt, resetsAt - now is { } left ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : null);
    }

    private static JsonObject WindowToJson(UsageWindow window)
    {
        JsonObject json = new() { ["label"] = window.Label, ["usedPercent"] = window.UsedPercent };
        if (window.ResetsAt is { } time)
            json["resetAt"] = (double)time.ToUnixTimeMilliseconds();

        return json;
    }
}
