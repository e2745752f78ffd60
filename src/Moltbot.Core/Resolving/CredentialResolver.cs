using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Resolving;

/// <summary>
/// Takes the credential that a plan leads to, with the secrets that are kept elsewhere, as the gateway does outside of runs
/// (docs/gateway/credentials.md §2). A sign-in that would have to be renewed counts as not usable.
/// </summary>
internal sealed class CredentialResolver
{
    private readonly AuthProfileStore store;
    private readonly CredentialPlanner planner;
    private readonly SecretResolver secrets;

    /// <summary>Resolves credentials of one agent at one time.</summary>
    /// <param name="store">The agent's view.</param>
    /// <param name="mainStore">The main agent's view; the same for the main agent.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The environment after everything that adds to it.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <param name="secrets">Follows the references of profiles whose secret is kept elsewhere; if omitted, they cannot be used.</param>
    public CredentialResolver(
        AuthProfileStore store,
        AuthProfileStore mainStore,
        MoltbotConfiguration configuration,
        ProcessEnvironment environment,
        double now,
        SecretResolver? secrets = null)
        : this(store, new CredentialPlanner(store, mainStore, configuration, environment, now), secrets ?? SecretResolver.None)
    {
    }

    internal CredentialResolver(AuthProfileStore store, CredentialPlanner planner, SecretResolver secrets)
    {
        this.store = store;
        this.planner = planner;
        this.secrets = secrets;
    }

    /// <summary>The credential for a provider: the first usable profile, else the environment's, else the configuration's.</summary>
    /// <param name="provider">The provider, as the caller spells it.</param>
    /// <param name="preferred">A profile to try first, or <see langword="null"/>.</param>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.CredentialNotFound"/> or <see cref="ErrorCode.CredentialOfOtherProvider"/>; or why the secret of the
    /// first profile that is kept elsewhere could not be fetched, if there is nothing in its place.
    /// </exception>
    public EffectiveCredential Resolve(string provider, string? preferred = null)
    {
        MoltbotException? first = null;
        foreach (PlannedCredential planned in planner.Plan(provider, preferred).Candidates)
        {
            if (Take(planned, out MoltbotException? failure) is { } credential)
                return credential;
            if (planned.Step is CredentialStep.NeedsSecret)
                first ??= failure;
        }

        throw first ?? NotFound(provider);
    }

    /// <summary>The credential of one profile, whatever provider it is for and with no other in its place.</summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.ProfileUnusable"/>, <see cref="ErrorCode.CredentialExpired"/> or <see cref="ErrorCode.RefreshNeeded"/>;
    /// or why a secret that is kept elsewhere could not be fetched.
    /// </exception>
    public EffectiveCredential ResolveProfile(string profileId)
    {
        AuthProfile profile = store.Find(profileId) ?? throw CredentialErrors.Unusable(profileId, "there is no such profile");
        return Take(planner.PlanOf(profile), out MoltbotException? failure) ?? throw failure!;
    }

    /// <summary>The credential of a candidate; or <see langword="null"/>, and why it cannot be had.</summary>
    internal EffectiveCredential? Take(PlannedCredential planned, out MoltbotException? failure)
    {
        failure = null;
        switch (planned.Step)
        {
            case CredentialStep.Ready ready:
                return new EffectiveCredential(ready.Value, planned.Mode!.Value, planned.Source, planned.ProfileId);
            case CredentialStep.NeedsSecret needed when secrets.Resolve(needed.Reference) is var fetched:
                failure = fetched.Error;
                return fetched.IsFound
                    ? new EffectiveCredential(planned.Mode == CredentialMode.Token ? fetched.ValueOrThrow().Trimmed : fetched.ValueOrThrow(), planned.Mode!.Value, planned.Source, planned.ProfileId)
                    : null;
            case CredentialStep.None { State: CandidateState.Expired } when planned.Mode == CredentialMode.Token:
                failure = CredentialErrors.Expired(planned.Profile!.Provider, [planned.Profile.Id]);
                return null;
            case CredentialStep.None { State: not CandidateState.Expired } none:
                failure = CredentialErrors.Unusable(planned.ProfileId!, none.Reason);
                return null;
            default:
                failure = CredentialErrors.RefreshNeeded(planned.ProfileId!);
                return null;
        }
    }

    /// <summary>That a provider has no credential. The one of another provider may be meant.</summary>
    internal MoltbotException NotFound(string provider) =>
        provider == "openai" && store.ProfilesOf(ProviderId.Parse("openai-codex")).Count > 0 ? CredentialErrors.OnlyOfCodex(provider) : CredentialErrors.NotFound(provider);
}
