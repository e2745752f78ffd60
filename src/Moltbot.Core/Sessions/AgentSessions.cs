using Moltbot.Core.Installation;
using Moltbot.Core.Models;

namespace Moltbot.Core.Sessions;

/// <summary>An agent's sessions, and the models and profiles that they are pinned to.</summary>
public sealed class AgentSessions
{
    private readonly MoltbotInstallation installation;
    private readonly Agent agent;
    private readonly SessionStore store;

    internal AgentSessions(MoltbotInstallation installation, Agent agent)
    {
        this.installation = installation;
        this.agent = agent;
        store = SessionStore.Of(agent.Id, installation);
    }

    /// <summary>The absolute path of the file that remembers the sessions, whether it exists or not.</summary>
    public string StorePath => store.Path;

    /// <summary>All sessions of the agent.</summary>
    /// <param name="asNewSession">Whether to tell what they would use if they started anew.</param>
    /// <exception cref="MoltbotException">The sessions or the credentials cannot be read.</exception>
    public IReadOnlyList<SessionModel> GetAll(bool asNewSession = false)
    {
        SessionTable sessions = store.Read();
        SessionReview review = new(installation, agent);
        return [.. Own(sessions).Select(session => review.Of(session, sessions, StorePath, asNewSession))];
    }

    /// <summary>The keys of the agent's sessions.</summary>
    /// <exception cref="MoltbotException">The sessions cannot be read.</exception>
    public IReadOnlyList<string> GetKeys() => [.. Own(store.Read()).Select(session => session.Key)];

    /// <summary>A session.</summary>
    /// <param name="key">Its key, or what a chat client would send for it: <c>main</c> is <c>agent:&lt;id&gt;:main</c>.</param>
    /// <param name="asNewSession">Whether to tell what it would use if it started anew.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SessionNotFound"/>, naming similar ones, or the sessions or the credentials cannot be read.</exception>
    public SessionModel Get(string key, bool asNewSession = false)
    {
        SessionTable sessions = store.Read();
        return new SessionReview(installation, agent).Of(Find(sessions, key), sessions, StorePath, asNewSession);
    }

    /// <summary>The whole of what there is to choose from for a session, and what it uses.</summary>
    /// <exception cref="MoltbotException">As <see cref="Get"/>.</exception>
    public SessionModelStatus GetStatus(string key) => new SessionStatusReport(installation, agent).Build(Get(key));

    /// <summary>Finds out what a choice means, as <see cref="Pin"/> does, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="Pin"/>, except that nothing is locked or written.</exception>
    public SelectedModel Check(string key, SessionChoice choice)
    {
        Find(store.Read(), key);
        return Select(choice, new SessionReview(installation, agent));
    }

    /// <summary>
    /// Pins a session to a model and perhaps to a profile, as <c>/model</c> in its chat does: without a profile, a pin to
    /// one is taken away; the default model is not pinned.
    /// </summary>
    /// <exception cref="MoltbotException">
    /// There is no such session, the choice means no model, an alias of two (<see cref="ErrorCode.AliasAmbiguous"/>) or one that
    /// is not allowed, the profile does not exist or is another provider's, or the store cannot be read, locked or written.
    /// </exception>
    public PinnedSession Pin(string key, SessionChoice choice, CancellationToken cancellation = default)
    {
        SessionReview review = new(installation, agent);
        SelectedModel selected = Select(choice, review);
        SessionTable sessions = store.Update(
            before => Edit(Find(before, key), session => session.Select(selected.IsDefault ? null : selected.Reference, choice.ProfileId, installation.Now)),
            cancellation);
        return new PinnedSession(review.Of(Find(sessions, key), sessions, StorePath), selected);
    }

    /// <summary>Takes the pins of sessions away, to models and to profiles, with one change of the store.</summary>
    /// <returns>What the sessions use now.</returns>
    /// <exception cref="MoltbotException">There is no such session, or the store cannot be read, locked or written.</exception>
    public IReadOnlyList<SessionModel> Unpin(IReadOnlyList<string> keys, CancellationToken cancellation = default) =>
        Change(keys, (session, _, _) => session.Select(model: null, profileId: null, installation.Now), cancellation);

    /// <summary>Takes those pins of sessions away that do not hold, as the gateway would with the next message, with one change of the store.</summary>
    /// <returns>What the sessions use now.</returns>
    /// <exception cref="MoltbotException">As <see cref="Unpin"/>.</exception>
    public IReadOnlyList<SessionModel> Mend(IReadOnlyList<string> keys, CancellationToken cancellation = default) =>
        Change(keys, (session, sessions, review) => review.Mend(session, sessions), cancellation);

    private IReadOnlyList<SessionModel> Change(IReadOnlyList<string> keys, Func<SessionEntry, SessionTable, SessionReview, SessionEdit> edit, CancellationToken cancellation)
    {
        SessionReview review = new(installation, agent);
        SessionTable sessions = store.Update(
            before => keys.Select(key => Find(before, key)).DistinctBy(session => session.Key, StringComparer.Ordinal)
                .ToDictionary(session => session.Key, session => edit(session, before, review), StringComparer.Ordinal),
            cancellation);
        return [.. keys.Select(key => review.Of(Find(sessions, key), sessions, StorePath))];
    }

    private static Dictionary<string, SessionEdit> Edit(SessionEntry session, Func<SessionEntry, SessionEdit> edit) =>
        new(StringComparer.Ordinal) { [session.Key] = edit(session) };

    private SelectedModel Select(SessionChoice choice, SessionReview review)
    {
        SelectedModel selected = new ModelChooser(installation.Configuration, review.Models, review.Default, agent.ModelCatalog).Choose(choice.Model);
        if (choice.ProfileId is { } profileId)
            SessionPinning.CheckProfile(agent.ReadStore().StoreOrThrow(), profileId, selected.Reference.Provider, agent.Directory);

        return selected;
    }

    /// <summary>The sessions of a store that agents share are told apart by their keys; those that name no agent are everyone's.</summary>
    private IEnumerable<SessionEntry> Own(SessionTable sessions) =>
        sessions.Entries.Where(session => SessionKey.AgentOf(session.Key) is not { } other || other == agent.Id);

    private SessionEntry Find(SessionTable sessions, string key)
    {
        string normal = SessionKey.Normalize(key, agent.Id);
        if (SessionKey.AgentOf(normal) is { } named && named != agent.Id)
            throw SessionErrors.OfOtherAgent(key, agent.Id, named);

        return sessions.Find(key)
            ?? sessions.Find(normal)
            ?? throw SessionErrors.NotFound(key, agent.Id, StorePath, Own(sessions).Select(session => session.Key), OwnerOf(SessionKey.RestOf(normal)));
    }

    /// <summary>Another agent that has a session of this name in a store of its own.</summary>
    private AgentId? OwnerOf(string rest) =>
        installation.AgentIds.FirstOrDefault(other => other != agent.Id && Has(SessionStore.Of(other, installation), rest, other));

    private bool Has(SessionStore other, string rest, AgentId owner)
    {
        try
        {
            SessionTable sessions = other.Path == StorePath ? SessionTable.Empty : other.Read();
            return sessions.Find(SessionKey.Of(owner, rest)) is not null;
        }
        catch (MoltbotException error) when (error.Code == ErrorCode.StoreUnreadable)
        {
            return false;
        }
    }
}
