using Moltbot.Core.Errors;
using Moltbot.Core.Health;
using Moltbot.Core.Installation;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Sessions;

namespace Moltbot.Core;

/// <summary>An agent's sessions, and the models and profiles that they are pinned to.</summary>
public sealed class AgentSessions
{
    private readonly MoltbotInstallation installation;
    private readonly Agent agent;
    private readonly ISessionStore store;

    internal AgentSessions(MoltbotInstallation installation, Agent agent)
    {
        this.installation = installation;
        this.agent = agent;
        store = installation.SessionsOf(agent.Context);
    }

    /// <summary>The absolute path of the file or the database that remembers the sessions, whether it exists or not.</summary>
    public string StorePath => store.Place.Path;

    /// <summary>Reads the sessions.</summary>
    /// <exception cref="MoltbotException">The sessions cannot be read.</exception>
    public SessionModels Read() => ModelsOf(store.Read());

    /// <summary>The whole of what there is to choose from for a session, and what it uses.</summary>
    /// <exception cref="MoltbotException">As <see cref="SessionModels.Get"/>.</exception>
    public SelectableModels GetSelectable(string key)
    {
        AgentContext context = agent.Context;
        return new SelectableModels(context, ModelsOf(store.Read(), new SessionRules(context)).Get(key));
    }

    /// <summary>Finds out what a choice means, as <see cref="Pin"/> does, and changes nothing.</summary>
    /// <exception cref="MoltbotException">
    /// The choice means no model, an alias of two (<see cref="ErrorCode.AliasAmbiguous"/>) or one that is not allowed, or the
    /// profile does not exist or is another provider's.
    /// </exception>
    public SelectedModel Check(SessionChoice choice) => Select(choice, Rules());

    /// <summary>What a person should know about a model before a session uses it (<see cref="Agent.ReviewModel"/>).</summary>
    public IReadOnlyList<string> Review(SelectedModel model) => agent.ReviewModel(model.Reference, model.Reference.ToString());

    /// <summary>
    /// Pins sessions to a model and perhaps to a profile, as <c>/model</c> in their chats does, with one change of the store:
    /// without a profile, a pin to one is taken away, but that a gateway of today keeps one of the model's provider; the default
    /// model is not pinned.
    /// </summary>
    /// <exception cref="MoltbotException">As <see cref="Check"/>, or there is no such session, or the store cannot be read, locked or written.</exception>
    public PinnedSessions Pin(IReadOnlyList<string> keys, SessionChoice choice, CancellationToken cancellation = default)
    {
        SessionRules rules = Rules();
        SelectedModel selected = Select(choice, rules);
        return new PinnedSessions(Change(keys, rules, (session, _) => rules.Select(session, selected, choice.ProfileId), cancellation), selected);
    }

    /// <summary>Takes the pins of sessions away, to models and to profiles, with one change of the store.</summary>
    /// <returns>What the sessions use now.</returns>
    /// <exception cref="MoltbotException">There is no such session, or the store cannot be read, locked or written.</exception>
    public IReadOnlyList<SessionModel> Unpin(IReadOnlyList<string> keys, CancellationToken cancellation = default)
    {
        SessionRules rules = Rules();
        return Change(keys, rules, (session, _) => rules.Clear(session), cancellation);
    }

    /// <summary>Takes those pins of sessions away that do not hold, as the gateway would with the next message, with one change of the store.</summary>
    /// <returns>What the sessions use now.</returns>
    /// <exception cref="MoltbotException">As <see cref="Unpin"/>.</exception>
    public IReadOnlyList<SessionModel> Repair(IReadOnlyList<string> keys, CancellationToken cancellation = default)
    {
        SessionRules rules = Rules();
        return Change(keys, rules, rules.Repair, cancellation);
    }

    private IReadOnlyList<SessionModel> Change(IReadOnlyList<string> keys, SessionRules rules, Func<SessionEntry, SessionTable, SessionEdit> edit, CancellationToken cancellation)
    {
        SessionTable changed = store.Update(before => Edits(keys, ModelsOf(before), session => edit(session, before)), cancellation);
        SessionModels models = ModelsOf(changed, rules);
        return [.. keys.Select(key => models.Get(key))];
    }

    private static Dictionary<string, SessionEdit> Edits(IEnumerable<string> keys, SessionModels sessions, Func<SessionEntry, SessionEdit> edit) => keys
        .Select(sessions.Find)
        .DistinctBy(session => session.Key, StringComparer.Ordinal)
        .ToDictionary(session => session.Key, edit, StringComparer.Ordinal);

    private SelectedModel Select(SessionChoice choice, SessionRules rules)
    {
        SelectedModel selected = new ModelChooser(installation.Configuration, rules.Models, rules.Default, agent.ModelCatalog, agent.Id).Choose(choice.Model);
        if (choice.ProfileId is { } profileId)
            rules.CheckProfile(profileId, selected.Reference.Provider);

        return selected;
    }

    /// <summary>The sessions of the other agents, of which one may have what somebody looks for here.</summary>
    private IEnumerable<KeyValuePair<AgentId, ISessionStore>> OtherStores() => installation.ContextsIn(new())
        .Where(other => other.Id != agent.Id)
        .Select(other => KeyValuePair.Create(other.Id, installation.SessionsOf(other)));

    private SessionRules Rules() => new(agent.Context);

    private SessionModels ModelsOf(SessionTable sessions, SessionRules? rules = null) =>
        new(agent.Id, OtherStores(), sessions, store.Place, () => rules ?? Rules());
}
