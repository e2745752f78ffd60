using Moltbot.Core.Failures;
using Moltbot.Core.Health;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core;

/// <summary>
/// What is remembered about the use of an agent's profiles, and how a program that uses them itself takes part in the
/// rotation: it says what came of it.
/// </summary>
public sealed class AgentUsage
{
    private readonly MoltbotInstallation installation;
    private readonly Agent agent;
    private readonly AgentStore store;

    internal AgentUsage(MoltbotInstallation installation, Agent agent, AgentStore store)
    {
        this.installation = installation;
        this.agent = agent;
        this.store = store;
    }

    /// <summary>A profile, with what is remembered about its use.</summary>
    /// <exception cref="MoltbotException">There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), or the store cannot be read.</exception>
    public ProfileStatus Find(string profileId) => StatusOf(store.Read().StoreOrThrow(), profileId);

    /// <summary>
    /// A profile was used with success: what was against it is forgotten, and it is the last one that worked for its
    /// provider.
    /// </summary>
    /// <returns>The profile afterwards.</returns>
    /// <exception cref="MoltbotException">
    /// There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), or the store cannot be read, locked or written.
    /// </exception>
    public ProfileStatus Succeeded(string profileId, CancellationToken cancellation = default) => Change(profileId, Succeed, cancellation);

    /// <summary>A profile failed: it rests, or is disabled for a billing problem, for as long as the configuration says.</summary>
    /// <inheritdoc cref="Succeeded"/>
    public ProfileStatus Failed(string profileId, FailureReason reason, CancellationToken cancellation = default) =>
        Change(profileId, (document, view, profile) => UsageRules.Failed(document, view, profile.Id, reason, installation.Configuration, installation.Now), cancellation);

    /// <summary>The profiles that have something against them which clearing would end, in the order of the store.</summary>
    /// <param name="provider">The only provider to look at, or <see langword="null"/> for all.</param>
    /// <param name="withDisabled">Whether being disabled counts too.</param>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public IReadOnlyList<ProfileStatus> FindCooldowns(ProviderId? provider, bool withDisabled)
    {
        AuthProfileStore view = store.Read().StoreOrThrow();
        double now = installation.Now;
        return [.. view.Profiles
            .Where(profile => (provider is null || profile.Provider == provider) && HasCooldown(view.Usage(profile.Id), withDisabled, now))
            .Select(profile => StatusOf(view, profile.Id))];
    }

    /// <summary>Ends the rest of profiles and forgets their failures.</summary>
    /// <param name="profileIds">The profiles.</param>
    /// <param name="withDisabled">Whether being disabled, as for a billing problem, ends too.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <returns>The profiles afterwards.</returns>
    /// <exception cref="MoltbotException">As <see cref="Succeeded"/>.</exception>
    public IReadOnlyList<ProfileStatus> ClearCooldowns(IReadOnlyCollection<string> profileIds, bool withDisabled, CancellationToken cancellation = default)
    {
        foreach (string profileId in profileIds)
            Find(profileId);

        AuthProfileStore view = store.Update((document, view) => Clear(document, view, profileIds, withDisabled), cancellation);
        return [.. profileIds.Select(profileId => StatusOf(view, profileId))];
    }

    private static AuthProfileDocument Clear(AuthProfileDocument document, AuthProfileStore view, IEnumerable<string> profileIds, bool withDisabled)
    {
        foreach (string profileId in profileIds)
            document = UsageRules.Cleared(document, view, profileId, withDisabled);

        return document;
    }

    private static bool HasCooldown(ProfileUsage usage, bool withDisabled, double now) =>
        now < usage.CooldownUntil || usage.ErrorCount > 0 || (withDisabled && usage.IsDisabledAt(now));

    private AuthProfileDocument Succeed(AuthProfileDocument document, AuthProfileStore view, AuthProfile profile)
    {
        AuthProfileDocument used = UsageRules.Used(document, view, profile.Id, installation.Now);

        // As with the gateway: a provider that is spelled in another way has no last one that worked.
        return profile.ProviderName == profile.Provider.Value ? used.WithLastGood(profile.ProviderName, profile.Id) : used;
    }

    private ProfileStatus Change(
        string profileId, Func<AuthProfileDocument, AuthProfileStore, AuthProfile, AuthProfileDocument> change, CancellationToken cancellation)
    {
        Find(profileId); // before anything is created
        return StatusOf(store.Update((document, view) => change(document, view, Existing(view, profileId)), cancellation), profileId);
    }

    private AuthProfile Existing(AuthProfileStore view, string profileId) => view.Find(profileId) ?? throw ProfileErrors.NotFound(profileId, view, agent.Directory);

    private ProfileStatus StatusOf(AuthProfileStore view, string profileId) =>
        new ProfileOverview(view, installation.Configuration, installation.Now, warnWithin: null, agent.Id).Of(Existing(view, profileId));
}
