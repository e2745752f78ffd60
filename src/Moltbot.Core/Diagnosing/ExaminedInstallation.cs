using Moltbot.Core.Auditing;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;
using Moltbot.Core.Sessions;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing;

/// <summary>An installation as it was at one moment, with each of its files read once however many checks ask, and the ways to mend it.</summary>
internal sealed class ExaminedInstallation
{
    private readonly Dictionary<StorePlace, Lazy<SessionTable>> sessions = [];
    private readonly Dictionary<AgentId, CredentialPlanner> planners = [];

    /// <summary>Where its files are.</summary>
    public required InstallationPaths Paths { get; init; }

    /// <summary>Whose it is.</summary>
    public required InstallationLayout Layout { get; init; }

    /// <summary>Whether a gateway of today keeps it.</summary>
    public bool IsOfToday => Layout.Kind == LayoutKind.Today;

    /// <summary>Whether there is anything at all.</summary>
    public required bool Exists { get; init; }

    /// <summary>Its configuration.</summary>
    public required ConfigurationFile ConfigurationFile { get; init; }

    /// <summary>The agents, each store once; the main one first.</summary>
    public required IReadOnlyList<AgentContext> Agents { get; init; }

    /// <summary>The sessions of an agent.</summary>
    public required Func<AgentContext, ISessionStore> SessionsOf { get; init; }

    /// <summary>What is remembered of the use of profiles.</summary>
    public required IProfileUsageRules UsageRules { get; init; }

    /// <summary>Where secrets can be, each place once.</summary>
    public required IReadOnlyList<SecretPlace> Places { get; init; }

    /// <summary>The files of text that have been read, which one can be asked for without reading it again.</summary>
    public required TextExposure Texts { get; init; }

    /// <summary>The exposed secrets. It follows references, so it is asked for only by who needs it.</summary>
    public required Lazy<SecretExposure> Exposure { get; init; }

    /// <summary>The files of variables that could not be read.</summary>
    public required IReadOnlyList<ConfigurationIssue> UnreadVariables { get; init; }

    /// <summary>Renews a sign-in that an agent sees.</summary>
    public required Func<AgentContext, string, CancellationToken, Task> Renew { get; init; }

    /// <summary>Stores the sign-ins that were made and could not be stored then.</summary>
    public required Action<CancellationToken> StorePending { get; init; }

    /// <summary>What providers said of the credentials; nothing where they were not asked.</summary>
    public IReadOnlyList<CredentialProbe> Probes { get; init; } = [];

    /// <summary>Whether everything is looked at that may belong to the installation, wherever it is.</summary>
    public bool IsDeep { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The main agent.</summary>
    public AgentContext Main => Agents[0];

    /// <summary>The configuration; nothing where it cannot be used.</summary>
    public MoltbotConfiguration Configuration => ConfigurationFile.Configuration;

    /// <summary>The environment after everything that adds to it.</summary>
    public ProcessEnvironment Environment => ConfigurationFile.Loaded.Environment;

    /// <summary>The time, in milliseconds since the Unix epoch.</summary>
    public double Now => Main.Now;

    /// <summary>Whether all stores could be read: where one could not, nobody knows what does not exist.</summary>
    public bool AreStoresKnown => field = Agents.All(agent => agent.Reading.Errors.Count == 0 && agent.Reading.NotAStore is null);

    /// <summary>Changes files directly.</summary>
    public FileRepairs Files => new(Paths, Clock);

    /// <summary>The credentials of an agent, as its next run would use them.</summary>
    public CredentialPlanner PlannerOf(AgentContext agent)
    {
        if (!planners.TryGetValue(agent.Id, out CredentialPlanner? planner))
            planners[agent.Id] = planner = new CredentialPlanner(agent.Reading.Store, agent.Reading.Main, agent.Configuration, agent.Environment, agent.Now, agent.Renewals.RejectionOf);

        return planner;
    }

    /// <summary>The sessions of an agent, read once for all that share them.</summary>
    /// <exception cref="MoltbotException">They cannot be read.</exception>
    public SessionTable SessionsIn(ISessionStore store)
    {
        if (!sessions.TryGetValue(store.Place, out Lazy<SessionTable>? table))
            sessions[store.Place] = table = new Lazy<SessionTable>(store.Read);

        return table.Value;
    }

    /// <summary>A finding.</summary>
    /// <param name="kind">What kind of thing is wrong.</param>
    /// <param name="message">What is wrong, and what a person can do about it.</param>
    /// <param name="place">Where.</param>
    /// <param name="repair">What mends it, or <see langword="null"/>.</param>
    public Finding Found(FindingKind kind, Advice message, FindingPlace place, Repair? repair = null) => new(kind)
    {
        Severity = kind.Severity,
        Message = Redaction.HideInMessage(message.In(Environment.FrontEnd)),
        Path = place.Path,
        Line = place.Line,
        Column = place.Column,
        Entry = place.Entry is { } entry ? Redaction.HideInMessage(entry) : null,
        Agent = place.Agent,
        ProfileId = place.ProfileId,
        StateDirectory = Paths.StateDirectory,
        Mending = repair,
    };

    /// <summary>A finding that an error tells.</summary>
    public Finding Found(FindingKind kind, MoltbotException error, FindingPlace? place = null, Repair? repair = null) => Found(
        kind, error.MessageIn(Environment.FrontEnd), (place ?? new FindingPlace(error.Path)) with { Line = error.Line, Column = error.Column }, repair);
}
