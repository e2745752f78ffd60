using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Failures;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Profiles.Today;

/// <summary>
/// The rules of gateways of today (docs/gateway/later.md §5): shorter rests than January's, which the configuration does not
/// change, and a reason beside each. What a model alone rests for and what a plan blocks is theirs, and goes when it is cleared.
/// </summary>
internal sealed class TodayUsageRules : IProfileUsageRules
{
    private const double Second = 1_000;
    private const double Minute = 60 * Second;
    private const double Day = 24 * 60 * Minute;
    private const double FirstRest = 30 * Second;
    private const double FirstBillingRest = 10 * Minute;
    private const int MostDoublings = 20;

    private static readonly double[] Rests = [FirstRest, Minute, 5 * Minute];

    /// <summary>Those who pass requests on, and never rest.</summary>
    private static readonly string[] Tireless = ["openrouter", "kilocode"];

    private static readonly string[] OfCooldown = ["cooldownUntil", "cooldownReason", "cooldownModel", "cooldownClassification", "blockedUntil", "blockedReason", "blockedSource", "blockedModel", "blockedScope"];
    private static readonly string[] OfDisabling = ["disabledUntil", "disabledReason"];

    /// <inheritdoc/>
    public double LongestRest(MoltbotConfiguration configuration, ProviderId provider, ProfileUsage usage, double now) =>
        usage.Json.Member("blockedUntil").AsNumber() > now ? double.PositiveInfinity : Day; // a plan blocks for as long as it wants

    /// <inheritdoc/>
    public StoreContent Succeeded(StoreContent own, AuthProfileStore view, AuthProfile profile, double now) => Change(own, view, profile.Id, usage =>
    {
        usage["lastUsed"] = now;
        usage["lastProbeAt"] = now;
        usage["errorCount"] = 0;
        Remove(usage, [.. OfCooldown, .. OfDisabling, "failureCounts"]);
    }).WithLastGood(profile.Provider.Value, profile.Id);

    /// <inheritdoc/>
    public StoreContent Failed(StoreContent own, AuthProfileStore view, AuthProfile profile, FailureReason reason, MoltbotConfiguration configuration, double now) =>
        Change(own, view, profile.Id, usage => CountFailure(usage, view.Usage(profile.Id), reason, Tireless.Contains(profile.Provider.Value, StringComparer.Ordinal), now));

    /// <inheritdoc/>
    public StoreContent Cleared(StoreContent own, AuthProfileStore view, string profileId, bool withDisabled) => !view.Usage(profileId).Json.IsTruthy() ? own : Change(own, view, profileId, usage =>
    {
        usage["errorCount"] = 0;
        Remove(usage, OfCooldown);
        if (!withDisabled)
            return;

        Remove(usage, OfDisabling);
        if (usage["failureCounts"] is JsonObject counts && counts.Remove("billing") && counts.Count == 0)
            usage.Remove("failureCounts");
    });

    private static void CountFailure(JsonObject usage, ProfileUsage before, FailureReason reason, bool isTireless, double now)
    {
        bool isForgotten = before.LastFailureAt is { } last && now - last > Day;
        bool isOver = before.UnusableUntil is { } until && until <= now;
        JsonObject counts = isForgotten ? [] : usage["failureCounts"]?.DeepClone() as JsonObject ?? [];
        if (isOver)
        {
            foreach (string name in counts.Select(count => count.Key).Where(name => name != "rate_limit").ToArray())
                counts.Remove(name);
        }

        string stored = reason.ToStoredName();
        double failures = (counts[stored].AsNumber() ?? 0) + 1;
        double errors = (isForgotten || isOver ? 0 : before.ErrorCount) + 1;
        counts[stored] = failures;
        usage["errorCount"] = errors;
        usage["failureCounts"] = counts;
        usage["lastFailureAt"] = now;
        if (isTireless || before.IsUnusableAt(now)) // a rest that has begun is not made longer
            return;

        if (reason == FailureReason.Billing)
        {
            usage["disabledUntil"] = now + Doubled(FirstBillingRest, failures);
            usage["disabledReason"] = stored;
        }
        else
        {
            usage["cooldownUntil"] = now + (reason == FailureReason.RateLimit ? Doubled(FirstRest, failures) : Rests[(int)Math.Clamp(errors, 1, Rests.Length) - 1]);
            usage["cooldownReason"] = stored;
        }
    }

    private static double Doubled(double first, double times) => Math.Min(Day, first * Math.Pow(2, Math.Clamp(times, 1, MostDoublings) - 1));

    /// <summary>The content with a changed entry; the same one when the agent sees no difference.</summary>
    private static StoreContent Change(StoreContent own, AuthProfileStore view, string profileId, Action<JsonObject> change)
    {
        JsonObject seen = view.Usage(profileId).Json.IsContainer() && JsonText.ToNode(view.Usage(profileId).Json) is JsonObject members ? members : [];
        JsonObject changed = seen.DeepClone().AsObject();
        change(changed);
        return changed.IsSameAs(seen) ? own : own.WithUsage(profileId, changed);
    }

    private static void Remove(JsonObject usage, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            usage.Remove(name);
    }
}
