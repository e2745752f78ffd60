using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Health;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core;

/// <summary>
/// What is remembered about the use of an agent's profiles, and how a program that uses them itself takes part in the
/// rotation: it says what came of it.
/// </summary>
public sealed class AgentProfileUsage
{
    private readonly MoltbotInstallation installation;
    private readonly Agent agent;
    private readonly IProfileStore store;

    internal AgentProfileUsage(MoltbotInstallation installation, Agent agent, IProfileStore store)
    {
        this.installation = installation;
        this.agent = agent;
        this.store = store;
    }

    /// <summary>A profile, with what is remembered about its use.</summary>
    /// <exception cref="MoltbotException">There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), or the store cannot be read.</exception>
    public ProfileStatus Find(string profileId) => StatusOf(store.Read().StoreOrThrow(), profileId);

    /// <summary>
    /// A profile was used with success: its failures and its cooldown are forgotten, and it is the last one that worked for its
    /// provider.
    /// </summary>
    /// <returns>The profile afterwards.</returns>
    /// <exception cref="MoltbotException">
    /// There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), or the store cannot be read, locked or written.
    /// </exception>
    public ProfileStatus Succeeded(string profileId, CancellationToken cancellation = default) =>
        Change(profileId, (own, view, profile) => installation.UsageRules.Succeeded(own, view, profile, installation.Now), cancellation);

    /// <summary>A profile failed: it is in cooldown, or disabled for a billing problem, for as long as the configuration says.</summary>
    /// <inheritdoc cref="Succeeded"/>
    public ProfileStatus Failed(string profileId, FailureReason reason, CancellationToken cancellation = default) =>
        Change(profileId, (own, view, profile) => installation.UsageRules.Failed(own, view, profile, reason, installation.Configuration, installation.Now), cancellation);

    /// <summary>
    /// The cooldowns and failures of profiles that clearing would end, in the order of the store. What is remembered about profiles that
    /// do not exist any more counts too, and comes last.
    /// </summary>
    /// <param name="profileIds">The only profiles to look at, or <see langword="null"/> for all.</param>
    /// <param name="provider">The only provider to look at, or <see langword="null"/> for all.</param>
    /// <param name="withDisabled">Whether being disabled counts too.</param>
    /// <exception cref="MoltbotException">
    /// Nothing is known of a profile that is named (<see cref="ErrorCode.ProfileNotFound"/>), or the store cannot be read.
    /// </exception>
    public IReadOnlyList<ClearableCooldown> FindCooldowns(IReadOnlyCollection<string>? profileIds, ProviderId? provider, bool withDisabled)
    {
        AuthProfileStore view = store.Read().StoreOrThrow();
        RequireKnown(view, profileIds ?? []);
        double now = installation.Now;
        return [.. view.Profiles.Select(profile => profile.Id)
            .Concat(view.UsedProfileIds.Where(id => view.Find(id) is null))
            .Where(id => (profileIds is null || profileIds.Contains(id, StringComparer.Ordinal)) && (provider is null || ProviderOf(view, id) == provider))
            .Where(id => HasCooldown(view.Usage(id), withDisabled, now))
            .Select(id => ClearableIn(view, id, withDisabled, now))];
    }

    private ClearableCooldown ClearableIn(AuthProfileStore view, string profileId, bool withDisabled, double now)
    {
        ProfileUsage usage = view.Usage(profileId);
        UnusableProfile? cooldown = now < usage.CooldownUntil ? UnusableUntil(usage.CooldownUntil.Value, isDisabled: false) : null;
        UnusableProfile? disabled = usage.IsDisabledAt(now) ? UnusableUntil(usage.DisabledUntil!.Value, isDisabled: true) : null;
        return new ClearableCooldown(
            profileId,
            [.. new[] { cooldown, withDisabled ? disabled : null }.OfType<UnusableProfile>()],
            withDisabled ? null : disabled,
            view.Find(profileId) is not null);

        UnusableProfile UnusableUntil(double until, bool isDisabled) => new()
        {
            StateDirectory = agent.StateDirectory,
            Agent = agent.Id.Value,
            ProfileId = profileId,
            Provider = view.Find(profileId)?.ProviderName,
            State = isDisabled ? CandidateState.Disabled : CandidateState.Cooldown,
            DisabledReason = isDisabled ? usage.DisabledReason : null,
            UntilMilliseconds = until,
            RemainingMilliseconds = until - now,
        };
    }

    /// <summary>Ends the cooldown of profiles and forgets their failures.</summary>
    /// <param name="profileIds">The profiles, which need not exist any more.</param>
    /// <param name="withDisabled">Whether being disabled, as for a billing problem, ends too.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <returns>Those of the profiles that exist, as they are afterwards.</returns>
    /// <exception cref="MoltbotException">As <see cref="FindCooldowns"/>, or the store cannot be locked or written.</exception>
    public IReadOnlyList<ProfileStatus> ClearCooldowns(IReadOnlyCollection<string> profileIds, bool withDisabled, CancellationToken cancellation = default)
    {
        if (!store.Exists)
            RequireKnown(store.Read().StoreOrThrow(), profileIds); // before anything is created

        AuthProfileStore view = store.Commit(StoreChange.OfUsage((own, view) => Clear(own, view, profileIds, withDisabled)), cancellation);
        ProfileOverview overview = OverviewOf(view);
        return [.. profileIds.Select(view.Find).OfType<AuthProfile>().Select(overview.Of)];
    }

    private StoreContent Clear(StoreContent own, AuthProfileStore view, IReadOnlyCollection<string> profileIds, bool withDisabled)
    {
        RequireKnown(view, profileIds);
        return profileIds.Aggregate(own, (changed, profileId) => installation.UsageRules.Cleared(changed, view, profileId, withDisabled));
    }

    private void RequireKnown(AuthProfileStore view, IEnumerable<string> profileIds)
    {
        foreach (string profileId in profileIds)
        {
            if (!view.Usage(profileId).Json.IsTruthy())
                Existing(view, profileId);
        }
    }

    /// <summary>The provider of a profile that does not exist any more is what its id begins with, as the gateway names them.</summary>
    private static ProviderId ProviderOf(AuthProfileStore view, string profileId) => view.Find(profileId)?.Provider ?? ProviderId.Parse(profileId.Split(':')[0]);

    private static bool HasCooldown(ProfileUsage usage, bool withDisabled, double now) =>
        now < usage.CooldownUntil || usage.ErrorCount > 0 || (withDisabled && usage.IsDisabledAt(now));

    private ProfileStatus Change(
        string profileId, Func<StoreContent, AuthProfileStore, AuthProfile, StoreContent> change, CancellationToken cancellation)
    {
        if (!store.Exists)
            Find(profileId); // before anything is created

        return StatusOf(store.Commit(StoreChange.OfUsage((own, view) => change(own, view, Existing(view, profileId))), cancellation), profileId);
    }

    private AuthProfile Existing(AuthProfileStore view, string profileId) => view.Find(profileId) ?? throw ProfileErrors.NotFound(profileId, view, agent.Directory);

    private ProfileStatus StatusOf(AuthProfileStore view, string profileId) => OverviewOf(view).Of(Existing(view, profileId));

    private ProfileOverview OverviewOf(AuthProfileStore view) => new(agent.Context, view);
}
