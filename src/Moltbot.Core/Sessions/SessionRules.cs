using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Sessions;

/// <summary>
/// What the gateway does with the next message (docs/gateway/sessions.md §9): which model and profile a session uses and
/// whether its pins hold. Everything it needs is read once, for any number of sessions.
/// </summary>
internal sealed class SessionRules
{
    private readonly Dictionary<ProviderId, StickyProfileRule> rules = [];
    private readonly Dictionary<(PinProblem Problem, ModelReference? Model, string? ProfileId, ProviderId Provider), string> explanations = [];
    private readonly AgentContext agent;
    private readonly AuthProfileStore store;
    private readonly AuthProfileStore mainStore;
    private readonly MoltbotConfiguration configuration;
    private readonly AllowedModels allowed;
    private readonly double now;

    public SessionRules(AgentContext agent)
    {
        this.agent = agent;
        configuration = agent.Configuration;
        now = agent.Now;
        store = agent.View;
        mainStore = agent.MainView;
        Models = new ConfiguredModels(configuration);
        Default = Models.DefaultOf(agent.Id);
        allowed = new AllowedModels(configuration, Models.AllowedReferences.Select(model => model.ToString()), Default, agent.Id);
    }

    /// <summary>The time for which all of this is told, in milliseconds since the Unix epoch.</summary>
    public double Now => now;

    /// <summary>What the configuration says about models.</summary>
    public ConfiguredModels Models { get; }

    /// <summary>The agent's default model.</summary>
    public ModelReference Default { get; }

    /// <summary>Makes sure that a session can be pinned to a profile.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProfileNotFound"/> or <see cref="ErrorCode.ProfileOfOtherProvider"/>.</exception>
    public void CheckProfile(string profileId, ProviderId provider) => CheckProfile(store, profileId, provider, agent.Directory);

    /// <summary>The profile that a person wants, if it is there and for the provider of the model (docs/gateway/sessions.md §4, 5).</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProfileNotFound"/> or <see cref="ErrorCode.ProfileOfOtherProvider"/>.</exception>
    internal static AuthProfile CheckProfile(AuthProfileStore store, string profileId, ProviderId provider, string agentDirectory = "the store")
    {
        AuthProfile profile = store.Find(profileId) ?? throw ProfileErrors.NotFound(profileId, store, agentDirectory);
        return profile.ProviderName == provider.Value ? profile : throw ProfileErrors.OfOtherProvider(profile, provider);
    }

    /// <summary>The profiles of a provider that are tried, and the one that a session sticks to.</summary>
    public StickyProfileRule RuleOf(ProviderId provider)
    {
        if (!rules.TryGetValue(provider, out StickyProfileRule? rule))
        {
            rules[provider] = rule = store.IsOfToday
                ? new TodayStickyProfileRule(store, configuration, provider, now)
                : new StickyProfileRule(store, provider, CandidateOrder.Resolve(store, configuration, provider, now), now);
        }

        return rule;
    }

    /// <summary>What a session uses with its next message.</summary>
    /// <param name="entry">The session.</param>
    /// <param name="sessions">All sessions of the store.</param>
    /// <param name="storePath">The store.</param>
    /// <param name="isNewSession">Whether to tell what it would be if the session started anew, which takes its pins away.</param>
    public SessionModel Of(SessionEntry entry, SessionTable sessions, string storePath, bool isNewSession = false)
    {
        SessionEntry pinned = !isNewSession ? entry : store.IsOfToday ? entry.WithoutAutomaticPins : entry.Unpinned;
        ModelReference? own = pinned.ModelOverride(Default.Provider);
        ModelReference? ownInForce = own is not null && allowed.Allows(own) ? own : null;
        ModelReference? parents = ownInForce is null ? ParentsModel(entry.Key, sessions) : null;
        ModelReference model = ownInForce ?? parents ?? Default;

        PinProblem problem = own is not null && ownInForce is null ? PinProblem.ModelNotAllowed : ProblemOf(pinned, model.Provider);
        string? next = RuleOf(model.Provider).Resolve(problem == PinProblem.None ? pinned : entry.Unpinned, isNewSession).ProfileId;
        PinState state = StateOf(pinned.ProfileOverride, own, problem, next);
        return new SessionModel
        {
            StateDirectory = agent.StateDirectory,
            Agent = agent.Id.Value,
            SessionKey = entry.Key,
            SessionId = entry.SessionId,
            UpdatedAt = UnixTime.ToDateTime(entry.UpdatedAt),
            Path = storePath,
            Model = model.ToString(),
            ModelOrigin = ownInForce is not null ? ModelOrigin.Session : parents is not null ? ModelOrigin.Parent : ModelOrigin.Default,
            PinnedModel = own?.ToString(),
            ProfileId = pinned.ProfileOverride,
            PinnedBy = pinned.ProfileOverride is null && own is not null ? PinSource.User : pinned.PinnedBy,
            PinState = state,
            Problem = problem,
            Reason = problem != PinProblem.None ? Explain(problem, own, pinned.ProfileOverride, model.Provider) : ExplainNext(pinned, state, next, model.Provider),
            NextProfileId = next,
        };
    }

    /// <summary>What it takes to repair a session's pin: what the gateway would take away with the next message.</summary>
    public SessionEdit Repair(SessionEntry entry, SessionTable sessions)
    {
        PinProblem problem = Of(entry, sessions, storePath: "").Problem;
        return problem switch
        {
            PinProblem.None => SessionEdit.None,
            PinProblem.ModelNotAllowed => Clear(entry),
            _ => SessionEntry.Unpin(now),
        };
    }

    /// <summary>What it takes to pin a session to a model, and perhaps to a profile, for a person.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SessionModelLocked"/>.</exception>
    public SessionEdit Select(SessionEntry entry, SelectedModel selected, string? profileId)
    {
        ModelReference? model = selected.IsDefault ? null : selected.Reference;
        return store.IsOfToday ? SelectToday(entry, model, selected.Reference, profileId, keepsProfile: true) : entry.Select(model, profileId, now);
    }

    /// <summary>What it takes to take a session's pins away.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SessionModelLocked"/>.</exception>
    public SessionEdit Clear(SessionEntry entry) => store.IsOfToday
        ? SelectToday(entry, model: null, Default, profileId: null, keepsProfile: false)
        : entry.Select(model: null, profileId: null, now);

    /// <summary>As gateways of today have it: a pin to a profile stays with a model of its provider.</summary>
    private SessionEdit SelectToday(SessionEntry entry, ModelReference? model, ModelReference used, string? profileId, bool keepsProfile)
    {
        if (entry.IsModelLocked)
            throw SessionErrors.ModelLocked(entry.Key);

        bool isOfProvider = keepsProfile && entry.ProfileOverride is { } pinned && ProviderId.ParseToday(store.Find(pinned)?.ProviderName ?? pinned.Split(':')[0]) == ProviderId.ParseToday(used.Provider.Value);
        return entry.SelectToday(model, used, profileId, isOfProvider, now);
    }

    private ModelReference? ParentsModel(string key, SessionTable sessions) =>
        SessionKey.ParentOf(key) is { } parent
        && sessions.Find(parent)?.ModelOverride(Default.Provider) is { } model
        && allowed.Allows(model)
            ? model
            : null;

    private PinProblem ProblemOf(SessionEntry entry, ProviderId provider)
    {
        if (entry.ProfileOverride is not { } profileId)
            return PinProblem.None;
        if (!store.IsOfToday && mainStore.Find(profileId) is null && store.Find(profileId) is not null)
            return PinProblem.ProfileNotInMain;

        return RuleOf(provider).ProblemOf(entry);
    }

    private static PinState StateOf(string? profileId, ModelReference? model, PinProblem problem, string? next) =>
        problem != PinProblem.None ? PinState.Stale :
        profileId is not null && next is not null && next != profileId ? PinState.Moves :
        profileId is not null || model is not null ? PinState.Holds :
        PinState.None;

    /// <summary>Many sessions are pinned to the same in vain, and why has to be looked for.</summary>
    private string Explain(PinProblem problem, ModelReference? model, string? profileId, ProviderId provider)
    {
        if (!explanations.TryGetValue((problem, model, profileId, provider), out string? explanation))
            explanations[(problem, model, profileId, provider)] = explanation = ExplainOnce(problem, model, profileId, provider);

        return explanation;
    }

    private string ExplainOnce(PinProblem problem, ModelReference? model, string? profileId, ProviderId provider) => problem switch
    {
        PinProblem.ModelNotAllowed => $"Model {model} is not allowed: {(store.IsOfToday ? "modelPolicy.allow" : "agents.defaults.models")} does not list it.",
        PinProblem.ProfileMissing => $"Profile {profileId} does not exist.",
        PinProblem.ProfileNotInMain => $"Profile {profileId} is agent {agent.Id}'s own, and the gateway looks for pinned profiles in the main agent's store.",
        PinProblem.ProfileOfOtherProvider => $"Profile {profileId} is for {store.Find(profileId!)!.ProviderName}, and the model is {provider}'s.",
        _ => $"Profile {profileId} is not tried for {provider}: {WhyNotTried(profileId!, provider)}.",
    };

    private string WhyNotTried(string profileId, ProviderId provider) => new CredentialPlanner(agent).Plan(provider.Value).Refused
        .Where(refused => refused.ProfileId == profileId)
        .Select(refused => refused.Step)
        .OfType<CredentialStep.None>()
        .First().Reason;

    private string? ExplainNext(SessionEntry entry, PinState state, string? next, ProviderId provider) => state switch
    {
        PinState.Moves when store.IsOfToday && !store.Usage(entry.ProfileOverride!).IsUnusableAt(now) => $"The gateway goes back to a profile that the order has before {entry.ProfileOverride}.",
        PinState.Moves when !store.IsOfToday && entry.Compactions > entry.CompactionsWhenPinned => $"The history was compacted since the gateway chose {entry.ProfileOverride}.",
        PinState.Moves => $"Profile {entry.ProfileOverride} is in cooldown.",
        _ when next is null && entry.ProfileOverride is { } pinned && store.IsOfToday && entry.PinnedBy == PinSource.User && store.Find(pinned) is null => $"Profile {pinned} does not exist, and the gateway keeps to what a person has chosen: the next message fails.",
        _ when next is null && entry.ProfileOverride is not null => $"{provider} has no profile that can be tried now.",
        _ => null,
    };
}
