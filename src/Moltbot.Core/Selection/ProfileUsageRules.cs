using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Failures;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Selection;

/// <summary>
/// What is remembered about the use of a profile, and how long it rests (docs/gateway/errors.md §4). Pure rules, from one document
/// to another. Each changes the entry of one profile in the agent's own document; where the agent sees an inherited entry,
/// the change starts from that.
/// </summary>
internal static class ProfileUsageRules
{
    private const double Minute = 60_000;
    private const double LongestCooldown = 60 * Minute;
    private const double CooldownFactor = 5;
    private const double MostCooldownSteps = 3;
    private const double MostBillingSteps = 10;
    private const string Billing = "billing";

    /// <summary>A profile was used with success: its failures and its cooldown are forgotten. Nothing changes where there is no such profile.</summary>
    /// <param name="document">The agent's own document.</param>
    /// <param name="view">What the agent sees.</param>
    /// <param name="profileId">The profile.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public static StoreContent Used(StoreContent document, AuthProfileStore view, string profileId, double now) => view.Find(profileId) is null
        ? document
        : Change(document, view, profileId, usage =>
        {
            usage["lastUsed"] = now;
            usage["errorCount"] = 0;
            Remove(usage, "cooldownUntil", "disabledUntil", "disabledReason", "failureCounts");
        });

    /// <summary>A profile failed, so it is in cooldown, or disabled for a billing problem. Nothing changes where there is no such profile.</summary>
    /// <param name="document">The agent's own document.</param>
    /// <param name="view">What the agent sees.</param>
    /// <param name="profileId">The profile.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="configuration">The configuration, which says how long the cooldown lasts.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public static StoreContent Failed(
        StoreContent document, AuthProfileStore view, string profileId, FailureReason reason, MoltbotConfiguration configuration, double now) =>
        view.Find(profileId) is not { } profile
            ? document
            : Change(document, view, profileId, usage => CountFailure(usage, reason, configuration.Cooldowns(profile.Provider), now));

    /// <summary>
    /// A profile's cooldown ends and its failures are forgotten. Nothing changes where nothing is remembered. The gateway leaves
    /// a profile disabled; on demand that ends too, with its billing failures, so that another one does not disable it for
    /// longer than the first did.
    /// </summary>
    /// <param name="document">The agent's own document.</param>
    /// <param name="view">What the agent sees.</param>
    /// <param name="profileId">The profile.</param>
    /// <param name="withDisabled">Whether being disabled ends too.</param>
    public static StoreContent Cleared(StoreContent document, AuthProfileStore view, string profileId, bool withDisabled = false) =>
        view.Usage(profileId).Json.IsTruthy() ? Change(document, view, profileId, usage => Clear(usage, withDisabled)) : document;

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
        usage["failureCounts"] = counts.Parent is null ? counts : counts.DeepClone();
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

    /// <summary>The document with a changed entry; the same one when the agent sees no difference.</summary>
    private static StoreContent Change(StoreContent document, AuthProfileStore view, string profileId, Action<JsonObject> change)
    {
        JsonObject seen = ToObject(view.Usage(profileId));
        JsonObject changed = seen.DeepClone().AsObject();
        change(changed);
        return changed.IsSameAs(seen) ? document : document.WithUsage(profileId, changed);
    }

    private static JsonObject ToObject(ProfileUsage usage) => usage.Json.IsContainer() && JsonText.ToNode(usage.Json) is JsonObject members ? members : [];

    private static void Remove(JsonObject usage, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            usage.Remove(name);
    }
}
