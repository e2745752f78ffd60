using Moltbot.Core.Configuration;
using Moltbot.Core.Failures;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Profiles;

/// <summary>
/// What a generation of gateways remembers of the use of profiles, and how long one is in cooldown. Pure rules, from what an
/// agent's own store holds to what it is to hold; the same content comes back where nothing is to be different.
/// </summary>
internal interface IProfileUsageRules
{
    /// <summary>A profile was used with success: its failures and its cooldown are forgotten, and it is the last one that worked for its provider.</summary>
    /// <param name="own">What the agent's own store holds.</param>
    /// <param name="view">What the agent sees.</param>
    /// <param name="profile">The profile, as the agent sees it.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    StoreContent Succeeded(StoreContent own, AuthProfileStore view, AuthProfile profile, double now);

    /// <summary>A profile failed, so it is in cooldown, or disabled for a billing problem.</summary>
    /// <param name="own">What the agent's own store holds.</param>
    /// <param name="view">What the agent sees.</param>
    /// <param name="profile">The profile, as the agent sees it.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="configuration">The configuration, which may say how long the cooldown lasts.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    StoreContent Failed(StoreContent own, AuthProfileStore view, AuthProfile profile, FailureReason reason, MoltbotConfiguration configuration, double now);

    /// <summary>
    /// A profile's cooldown ends and its failures are forgotten. The gateway leaves a profile disabled; on demand that ends
    /// too, with its billing failures, so that another one does not disable it for longer than the first did.
    /// </summary>
    /// <param name="own">What the agent's own store holds.</param>
    /// <param name="view">What the agent sees.</param>
    /// <param name="profileId">The profile, which need not exist any more.</param>
    /// <param name="withDisabled">Whether being disabled ends too.</param>
    StoreContent Cleared(StoreContent own, AuthProfileStore view, string profileId, bool withDisabled);

    /// <summary>How long a gateway lets a profile rest at most, in milliseconds, from any moment of its rest on.</summary>
    /// <param name="configuration">The configuration, which may say so.</param>
    /// <param name="provider">The profile's provider.</param>
    /// <param name="usage">What is remembered of its use.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    double LongestRest(MoltbotConfiguration configuration, ProviderId provider, ProfileUsage usage, double now);
}
