using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Failures;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Profiles.January;

/// <summary>
/// January's rules (docs/gateway/errors.md §4). Each changes the entry of one profile in the agent's own store; where the agent
/// sees an inherited entry, the change starts from that.
/// </summary>
internal sealed class ProfileUsageRules : IProfileUsageRules
{
    private const double Minute = 60_000;
    private const double LongestCooldown = 60 * Minute;
    private const double CooldownFactor = 5;
    private const double MostCooldownSteps = 3;
    private const double MostBillingSteps = 10;
    private const string Billing = "billing";

    /// <inheritdoc/>
    public double LongestRest(MoltbotConfiguration configuration, ProviderId provider, ProfileUsage usage, double now) =>
        usage.IsDisabledAt(now) && configuration.Cooldowns(provider) is var times ? Math.Max(times.BillingMaximum, times.BillingBackoff) : LongestCooldown;

    /// <inheritdoc/>
    public StoreContent Succeeded(StoreContent own, AuthProfileStore view, AuthProfile profile, double now)
    {
        StoreContent used = Used(own, view, profile, now);

        // As with the gateway: a provider that is spelled in another way has no last one that worked.
        return profile.ProviderName == profile.Provider.Value ? used.WithLastGood(profile.ProviderName, profile.Id) : used;
    }

    /// <inheritdoc/>
    public StoreContent Failed(StoreContent own, AuthProfileStore view, AuthProfile profile, FailureReason reason, MoltbotConfiguration configuration, double now) =>
        Change(own, view, profile.Id, usage => CountFailure(usage, reason, configuration.Cooldowns(profile.Provider), now));

    /// <inheritdoc/>
    public StoreContent Cleared(StoreContent own, AuthProfileStore view, string profileId, bool withDisabled) =>
        view.Usage(profileId).Json.IsTruthy() ? Change(own, view, profileId, usage => Clear(usage, withDisabled)) : own;

    /// <summary>The half of a success that a profile's own failures and cooldown are about.</summary>
    internal static StoreContent Used(StoreContent own, AuthProfileStore view, AuthProfile profile, double now) => Change(own, view, profile.Id, usage =>
    {
        usage["lastUsed"] = now;
        usage["errorCount"] = 0;
        Remove(usage, "cooldownUntil", "disabledUntil", "disabledReason", "failureCounts");
    });

    private static void Clear(JsonObject usage, bool withDisabled)
    {
        usage["errorCount"] = 0;
        Remove(usage, "cooldownUntil");
        if (!withDisabled)
            return;

        Remove(usage, "disabledUntil", "disabledReason");
        if (usage["failureCounts"] is JsonObject counts && counts.Remove(Billing) && counts.Count == 0)
            usage.Remove("failureCounts");
    }

    private static void CountFailure(JsonObject usage, FailureReason reason, CooldownTimes times, double now)
    {
        bool isWindowOver = usage["lastFailureAt"].AsNumber() is > 0 and { } last && now - last > times.FailureWindow;
        double errors = (isWindowOver ? 0 : usage["errorCount"].AsNumber() ?? 0) + 1;
        JsonObject counts = isWindowOver ? [] : usage["failureCounts"] as JsonObject ?? [];
        string name = reason.ToStoredName();
        double failures = (counts[name].AsNumber() ?? 0) + 1;
        counts[name] = failures;

        usage["errorCount"] = errors;
        usage["failureCounts"] = counts;
        usage["lastFailureAt"] = now;
        if (reason == FailureReason.Billing)
        {
            usage["disabledUntil"] = now + BillingTime(failures, times);
            usage["disabledReason"] = Billing;
        }
        else
        {
            usage["cooldownUntil"] = now + CooldownTime(errors);
        }
    }

    /// <summary>1, 5, 25 minutes, then an hour.</summary>
    private static double CooldownTime(double errors) =>
        Math.Min(LongestCooldown, Minute * Math.Pow(CooldownFactor, Math.Min(Math.Max(1, errors) - 1, MostCooldownSteps)));

    private static double BillingTime(double failures, CooldownTimes times)
    {
        double first = Math.Max(Minute, times.BillingBackoff);
        return Math.Min(Math.Max(first, times.BillingMaximum), first * Math.Pow(2, Math.Min(Math.Max(1, failures) - 1, MostBillingSteps)));
    }

    /// <summary>The content with a changed entry; the same one when the agent sees no difference.</summary>
    private static StoreContent Change(StoreContent own, AuthProfileStore view, string profileId, Action<JsonObject> change)
    {
        JsonObject seen = ToObject(view.Usage(profileId));
        JsonObject changed = seen.DeepClone().AsObject();
        change(changed);
        return changed.IsSameAs(seen) ? own : own.WithUsage(profileId, changed);
    }

    private static JsonObject ToObject(ProfileUsage usage) => usage.Json.IsContainer() && JsonText.ToNode(usage.Json) is JsonObject members ? members : [];

    private static void Remove(JsonObject usage, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            usage.Remove(name);
    }
}
