using Moltbot.Core.Auditing;
using Moltbot.Core.BackingUp;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Health;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Migrating;
using Moltbot.Core.Models;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Monitoring.Schedules;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Resolving;
using Moltbot.Core.Sessions;
using Moltbot.Core.Text;

namespace Moltbot.Core;

/// <summary>
/// The front door: the files of a Moltbot installation, its configuration and its agents. Nothing is read before it is
/// asked for, and reading changes nothing.
/// </summary>
public sealed class MoltbotInstallation
{
    private readonly LoadedEnvironment start;
    private readonly Func<MoltbotInstallation> reopen;
    private readonly Lazy<IInstallationLayout> chosen;
    private readonly TimeProvider time;
    private readonly bool wasThere;
    private readonly UnnoticedChange unnoticed;

    private MoltbotInstallation(LoadedEnvironment start, TimeProvider time, ILoginShell? loginShell, UnnoticedChange unnoticed, Func<MoltbotInstallation> reopen)
    {
        this.unnoticed = unnoticed;
        this.start = start;
        this.reopen = reopen;
        this.time = time;
        Paths = start.Paths;
        wasThere = Directory.Exists(Paths.StateDirectory);
        chosen = new(() => IInstallationLayout.Choose(Layout.Kind, Paths, start.Environment.HomeDirectory, time, unnoticed));
        ConfigurationFile = new ConfigurationFile(
            Paths.ConfigPath,
            () => ConfigurationLoader.Load(Paths, start.Environment, loginShell),
            new ConfigurationEditor(Paths, start.Environment, time));
    }

    /// <summary>Where the files are.</summary>
    public InstallationPaths Paths { get; }

    /// <summary>The installation's <c>.env</c> file, whether it exists or not.</summary>
    public EnvironmentFile EnvironmentFile => new(Paths.DotEnvPath, MayWriteVariables, start.Environment.Names, () => Environment, () => Reopen().Environment, time);

    /// <summary>Which generation of gateways the installation belonged to when its configuration was read.</summary>
    public InstallationLayout Layout => ConfigurationFile.Loaded.Layout;

    /// <summary>The configuration, to change it.</summary>
    public ConfigurationFile ConfigurationFile { get; }

    /// <summary>What the configuration says; nothing where it cannot be used.</summary>
    public MoltbotConfiguration Configuration => ConfigurationFile.Configuration;

    /// <summary>The environment with everything that the <c>.env</c> files, the configuration and the login shell add.</summary>
    public ProcessEnvironment Environment => ConfigurationFile.Loaded.Environment;

    /// <summary>Whether there is a configuration file.</summary>
    public bool ConfigExists => ConfigurationFile.Loaded.Snapshot.Exists;

    /// <summary>Whether the state directory exists.</summary>
    public bool Exists => ConfigExists || Directory.Exists(Paths.StateDirectory);

    /// <summary>The error about an installation that does not exist.</summary>
    public MoltbotException Missing() => MoltbotException.At(Paths.StateDirectory, ErrorCode.InstallationNotFound,
        $"There is no Moltbot installation at {Paths.StateDirectory}. Name the one that is meant ({NextSteps.StateDirectory}), or set one up with the gateway.");

    /// <summary>
    /// That an installation has been begun where there was none when it was opened, which is what becomes of a name that is
    /// misspelt; <see langword="null"/> when it was there, or still is not.
    /// </summary>
    public string? Beginning => !wasThere && Directory.Exists(Paths.StateDirectory)
        ? $"New installation at {Paths.StateDirectory}. If another one was meant, name it ({NextSteps.StateDirectory.In(Environment.FrontEnd)}), or correct MOLTBOT_STATE_DIR or CLAWDBOT_STATE_DIR, and delete this one."
        : null;

    /// <summary>
    /// That a running gateway does not notice what was changed through this installation, and what has it read that;
    /// <see langword="null"/> when nothing was, or no gateway is known to run there.
    /// </summary>
    public string? Unnoticed => unnoticed.AdviceFor(Paths.StateDirectory);

    /// <summary>Whether keys are taken from the login shell.</summary>
    public bool LoginShellEnabled => ConfigurationFile.Loaded.IsLoginShellEnabled;

    /// <summary>The variables that were taken from it.</summary>
    public IReadOnlyList<string> LoginShellVariables => ConfigurationFile.Loaded.LoginShell.Applied;

    /// <summary>
    /// What keeps the installation from being known: that the configuration is unusable, as an error that names file, line
    /// and column, that it is a gateway's of another generation, or that this cannot be told.
    /// </summary>
    public IReadOnlyList<MoltbotException> Errors =>
    [
        .. ConfigurationFile.Loaded.Error is { } error ? [error] : (MoltbotException[])[],
        .. Layout is { Kind: LayoutKind.Unknown, MayWrite.Refusal: { } refusal } ? [refusal] : (MoltbotException[])[],
        .. Layout.Kind == LayoutKind.Today ? UnsetKeys() : [],
    ];

    /// <summary>What a person should know although it does no harm now.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. start.Warnings.Select(issue => issue.Message),
        .. ConfigurationFile.Loaded.Snapshot.Warnings.Select(issue => issue.Line is null ? issue.Message : $"{issue.Message} ({issue.File}, line {issue.Line}, column {issue.Column})"),
        .. ConfigurationFile.Loaded.LoginShell.Failure is { } failure ? [failure.MessageIn(Environment.FrontEnd)] : (string[])[],
        .. EndpointWarnings(),
        .. OtherNames(),
        .. TrustedFile.ProblemOfDirectory(Paths.StateDirectory) is { } problem ? [$"{char.ToUpperInvariant(problem[0])}{problem[1..]}."] : (string[])[],
    ];

    /// <summary>The ids of the agents that are configured or have a directory; main is always one of them.</summary>
    public IReadOnlyList<AgentId> AgentIds => [.. Configuration.Agents.Select(agent => agent.Id)
        .Append(AgentId.Main)
        .Concat(AgentsOnDisk())
        .Distinct()];

    /// <summary>The agents that are configured or have a directory.</summary>
    public IReadOnlyList<ListedAgent> Agents => [.. AgentIds.Select(id => new ListedAgent(
        AgentOf(id),
        id == Configuration.DefaultAgent,
        Configuration.Agents.Any(agent => agent.Id == id)))];


    /// <summary>
    /// The main agent, whose credentials all others inherit and which the gateway's own status is about. Its directory
    /// can be moved by the environment.
    /// </summary>
    public Agent MainAgent => new(this, AgentId.Main, Paths.MainAgentDirectory, Kept.StoreOf(AgentId.Main, Paths.MainAgentDirectory));

    /// <summary>What an operation about all agents needs to know, with one reading of the credentials of each that is asked for them.</summary>
    /// <param name="readings">What the operation has read.</param>
    internal IEnumerable<AgentContext> ContextsIn(Readings readings) => AgentIds.Select(id => AgentOf(id).ContextIn(readings));

    /// <summary>The models that the configuration names.</summary>
    public ModelSettings Models => new(ConfigurationFile, Paths.StateDirectory);

    /// <summary>The time, in milliseconds since the Unix epoch.</summary>
    internal double Now => UnixTime.Now(time);

    /// <summary>What is remembered of the use of profiles, and for how long.</summary>
    internal IProfileUsageRules UsageRules => Kept.Usage;

    /// <summary>The sessions of an agent.</summary>
    internal ISessionStore SessionsOf(AgentContext agent) => Kept.SessionsOf(agent);

    /// <summary>How it is kept, decided once and before anything of it is opened.</summary>
    private IInstallationLayout Kept => chosen.Value;

    /// <summary>The clock.</summary>
    internal TimeProvider Clock => time;

    /// <summary>What a status tells of it as a whole.</summary>
    internal InstallationFacts Facts => new(Exists, ConfigExists, AreSettingsSeen: true, LoginShellEnabled, LoginShellVariables, Errors, Warnings);

    /// <summary>Opens the installation that the environment leads to, or the one in a state directory.</summary>
    /// <param name="environment">The surroundings of the process.</param>
    /// <param name="stateDirectory">
    /// Another installation's state directory, which beats all that the environment says; or <see langword="null"/>. The one
    /// to which the environment leads anyway stays as the environment describes it, with its configuration or its main agent
    /// elsewhere: a state directory names one installation, however it is said.
    /// </param>
    /// <param name="time">The clock; the system's if omitted.</param>
    /// <param name="loginShell">The login shell to ask for keys if the user wants that; <see langword="null"/> to ask none.</param>
    public static MoltbotInstallation Open(
        ProcessEnvironment environment,
        string? stateDirectory = null,
        TimeProvider? time = null,
        ILoginShell? loginShell = null) => Open(environment, stateDirectory, time, loginShell, new UnnoticedChange());

    private static MoltbotInstallation Open(ProcessEnvironment environment, string? stateDirectory, TimeProvider? time, ILoginShell? loginShell, UnnoticedChange unnoticed)
    {
        if (stateDirectory is not null && LeadsTo(environment, stateDirectory))
            stateDirectory = null;

        LoadedEnvironment loaded = DotEnv.Load(environment, stateDirectory);
        return new MoltbotInstallation(loaded, time ?? TimeProvider.System, loginShell, unnoticed, () => Open(environment, stateDirectory, time, loginShell, unnoticed));
    }

    /// <summary>The installations that there are in the usual places, and the one to which the environment leads, which comes first. Nothing is changed.</summary>
    /// <param name="environment">The surroundings of the process.</param>
    /// <param name="stateDirectory">Another installation's state directory, which is then the only one; or <see langword="null"/>.</param>
    public static IReadOnlyList<InstallationOverview> FindAll(ProcessEnvironment environment, string? stateDirectory = null)
    {
        InstallationOverview first = Open(environment, stateDirectory).Describe(isInForce: stateDirectory is null || LeadsTo(environment, stateDirectory));
        if (stateDirectory is not null)
            return [first];

        return
        [
            first,
            .. InstallationPaths.UsualPlaces(environment)
                .Select(place => Open(environment, place).Describe(isInForce: false))
                .Where(other => !PathComparison.Here.AreSame(other.RealPath, first.RealPath))
                .DistinctBy(other => other.RealPath, PathComparison.Here.Comparer),
        ];
    }

    /// <summary>What the installation is, and how that is known.</summary>
    /// <param name="isInForce">Whether commands that name no other are about it.</param>
    private InstallationOverview Describe(bool isInForce)
    {
        Readings readings = new();
        AgentContext[] agents = [.. ContextsIn(readings)];
        GatewayPresence gateway = Layout.Kind == LayoutKind.Today ? GatewayPresence.In(Paths.StateDirectory) : new GatewayPresence(null, "an older gateway leaves no sign of it");
        return new InstallationOverview
        {
            StateDirectory = Paths.StateDirectory,
            RealPath = RealPathOf(Paths.StateDirectory),
            IsInForce = isInForce,
            Layout = Layout.Kind,
            LayoutReason = Layout.Reason,
            Version = Kept.Version ?? Configuration.Json.At("meta", "lastTouchedVersion").AsText(),
            ConfigPath = Paths.ConfigPath,
            ConfigExists = ConfigExists,
            Stores = [.. agents.Select(agent => agent.StorePath).Distinct(Environment.Paths.Comparer).Where(RealPath.Exists)],
            Agents = [.. agents.Select(agent => agent.Id.Value)],
            IsGatewayRunning = gateway.IsRunning,
            GatewayReason = gateway.Reason,
            LeftBehind = Layout.Kind != LayoutKind.Today ? [] : [.. Paths.JanuaryFilesOfMain.Concat(agents.SelectMany(agent => InstallationPaths.JanuaryFilesIn(agent.Directory))).Distinct(Environment.Paths.Comparer).Where(RealPath.Exists)],
        };
    }

    private static string RealPathOf(string path)
    {
        try
        {
            return RealPath.Resolve(path);
        }
        catch (MoltbotException)
        {
            return path; // links in a circle
        }
    }

    /// <summary>Follows references to secrets that are kept elsewhere; one for each command, because it remembers what it was told.</summary>
    /// <param name="vaults">Who opens the vaults of SecretManagement; a PowerShell that is started for it if <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the waiting for a secret.</param>
    public SecretResolver OpenSecrets(ISecretSource? vaults, CancellationToken cancellation = default) =>
        new(new SecretProviders(Paths.SecretProvidersPath, Configuration, Environment, vaults ?? new PowerShellSecretSource(Environment)).SourceOf, cancellation);

    /// <summary>
    /// Looks for exposed secrets in the files of the installation, and for references that lead nowhere. It changes nothing,
    /// and tells what could not be looked at.
    /// </summary>
    /// <param name="secrets">Follows the references, all in one pass (<see cref="OpenSecrets"/>).</param>
    public SecretExposure AuditSecrets(SecretResolver secrets)
    {
        AgentContext[] agents = DistinctAgents();
        TextExposure texts = ReadTexts();
        return new SecretAudit(Paths.StateDirectory, Kept.SecretPlaces(agents, texts), agents, texts, [.. Errors, .. UnlistedAgents()], secrets, Environment.FrontEnd).Run();
    }

    /// <summary>Says what the gateway of today would make of the installation, or has left in it. It changes nothing.</summary>
    public MigrationForecast CheckMigration() => MigrationCheck.Of(new MovingInstallation
    {
        Paths = Paths,
        Layout = Layout,
        ConfigurationFile = ConfigurationFile,
        Agents = DistinctAgents(),
        SessionsOf = SessionsOf,
        Environment = Environment,
        Errors = [.. Errors, .. UnlistedAgents()],
    });

    /// <summary>Saves the installation in one file, and puts one back.</summary>
    public InstallationBackups Backups => new(
        new BackedInstallation
        {
            Paths = Paths,
            Look = () => InstallationLayout.Of(Paths),
            GatewayVersion = Kept.Version ?? Configuration.Json.At("meta", "lastTouchedVersion").AsText(),
            ConfigurationFile = ConfigurationFile,
            Agents = [.. ContextsIn(new Readings())],
            SessionsOf = SessionsOf,
            Clock = time,
        },
        Environment);

    /// <summary>Opens the way to find out what is wrong with the installation, and to mend it.</summary>
    /// <param name="options">What is looked for.</param>
    /// <param name="openSecrets">Opens what follows references, anew for each look (<see cref="OpenSecrets"/>).</param>
    /// <param name="network">What carries the requests in a test; the network if <see langword="null"/>.</param>
    public InstallationDoctor OpenDoctor(ExaminationOptions options, Func<MoltbotInstallation, SecretResolver> openSecrets, HttpMessageHandler? network = null) =>
        new(this, options, openSecrets, network);

    /// <summary>What the checks look at.</summary>
    internal ExaminedInstallation ToExamine(
        Func<MoltbotInstallation, SecretResolver> openSecrets,
        bool isDeep,
        IReadOnlyList<CredentialProbe> probes,
        Func<AgentContext, string, CancellationToken, Task> renew,
        Action<CancellationToken> storePending)
    {
        AgentContext[] agents = DistinctAgents();
        TextExposure texts = ReadTexts();
        SecretPlace[] places = [.. Kept.SecretPlaces(agents, texts)];
        return new ExaminedInstallation
        {
            Paths = Paths,
            Layout = Layout,
            Exists = Exists,
            ConfigurationFile = ConfigurationFile,
            Agents = agents,
            SessionsOf = SessionsOf,
            UsageRules = UsageRules,
            Places = places,
            Texts = texts,
            Exposure = new Lazy<SecretExposure>(() => new SecretAudit(Paths.StateDirectory, places, agents, texts, [.. Errors, .. UnlistedAgents()], openSecrets(this), Environment.FrontEnd).Run()),
            UnreadVariables = start.Warnings,
            Renew = renew,
            StorePending = storePending,
            IsDeep = isDeep,
            Probes = probes,
            Clock = time,
        };
    }

    /// <summary>Opens the way to the providers that sign in and renew; to be disposed of after the command.</summary>
    /// <param name="network">What carries the requests in a test; the network if <see langword="null"/>.</param>
    public InstallationSignIns OpenSignIns(HttpMessageHandler? network = null) => new(this, network);

    /// <summary>Opens the way to the providers that say whether they accept credentials; to be disposed of after the command.</summary>
    /// <param name="network">What carries the requests in a test; the network if <see langword="null"/>.</param>
    public InstallationProbes OpenProbes(HttpMessageHandler? network = null) => new(this, network);

    /// <summary>The rotations of keys.</summary>
    /// <param name="vaults">Who opens the vaults of SecretManagement, for as long as a command runs; <see langword="null"/> where there are none.</param>
    /// <param name="network">What carries the requests in a test; the network if <see langword="null"/>.</param>
    public InstallationRotations OpenRotations(ISecretVaults? vaults = null, HttpMessageHandler? network = null) => new(this, vaults, network);

    /// <summary>Who starts the passes of the monitoring.</summary>
    public MonitorSchedule MonitorSchedule => new(Paths, Environment, time);

    /// <summary>Opens the monitoring of the installation.</summary>
    public InstallationMonitor OpenMonitor(MonitorSurroundings surroundings) => new(this, surroundings);

    /// <summary>The same installation with its files as they are now.</summary>
    public MoltbotInstallation Reopen() => reopen();

    /// <summary>The configuration, if it can be used; commands that change something need that.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ConfigUnreadable"/> or <see cref="ErrorCode.ConfigInvalid"/>.</exception>
    public void RequireUsableConfiguration() => ConfigurationFile.Require();

    /// <summary>An agent that is configured or has a directory.</summary>
    /// <param name="name">The agent's name; the configured default agent's if blank.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AgentNotFound"/>, naming those there are.</exception>
    public Agent FindAgent(string? name)
    {
        Agent agent = GetAgent(name);
        IReadOnlyList<AgentId> known = AgentIds;
        if (known.Contains(agent.Id))
            return agent;

        throw AgentNotFound(agent.Id.Value, $"is not configured and has no directory in {Paths.StateDirectory}");
    }

    /// <summary>The agent that a session is of.</summary>
    /// <param name="name">The agent's name; if blank, the agent that the session's key names, or the configured default agent.</param>
    /// <param name="sessionKey">The key of the session, or <see langword="null"/> when any may be meant.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AgentNotFound"/>, naming those there are.</exception>
    public Agent FindAgentOf(string? name, string? sessionKey) =>
        FindAgent(EcmaScriptText.IsBlank(name) && sessionKey is not null ? SessionKey.AgentOf(sessionKey)?.Value : name);

    /// <summary>An agent, whether it is known or not: one that is not inherits everything from main.</summary>
    /// <param name="name">The agent's id in any case; the configured default agent's if blank.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AgentNotFound"/>: the name is no id.</exception>
    public Agent GetAgent(string? name) => AgentOf(EcmaScriptText.IsBlank(name) ? Configuration.DefaultAgent : Named(name!));

    /// <summary>An agent, whether it is known or not.</summary>
    public Agent AgentOf(AgentId id)
    {
        string? configured = Configuration.Agents.FirstOrDefault(agent => agent.Id == id)?.Directory;
        string directory = configured is null ? Paths.AgentDirectory(id) : UserPath.Expand(configured, Environment);
        return new Agent(this, id, directory, Kept.StoreOf(id, directory));
    }

    /// <summary>Which generation of gateways one of the files belongs to now; it may lie in another installation.</summary>
    internal InstallationLayout LayoutOf(string path) => InstallationLayout.Of(Paths).At(path);

    /// <summary>Whether variables may be written to a file. A gateway of today reads the same file as January's do.</summary>
    private WriteVerdict MayWriteVariables(string path) => Layout.Kind == LayoutKind.Today ? WriteVerdict.Allowed : LayoutOf(path).MayWrite;

    /// <summary>The agents with their credentials, those once that share a store; the main one first.</summary>
    private AgentContext[] DistinctAgents()
    {
        Readings readings = new();
        return [.. ContextsIn(readings).Prepend(MainAgent.ContextIn(readings)).DistinctBy(agent => (agent.StorePlace, agent.Directory))];
    }

    /// <summary>The files of text, with what has been read of them already.</summary>
    private TextExposure ReadTexts() =>
        new(start.Files.Concat(ConfigurationFile.Loaded.Files).DistinctBy(file => file.Key, Environment.Paths.Comparer).ToDictionary(Environment.Paths.Comparer));

    private AgentId Named(string name)
    {
        AgentId id = AgentId.Parse(name);
        return id.IsWrittenAs(name) ? id : throw AgentNotFound(name, "is no id of an agent, which has only letters, digits, \"_\" and \"-\"");
    }

    private MoltbotException AgentNotFound(string name, string reason) =>
        new(ErrorCode.AgentNotFound, $"Agent \"{name}\" {reason}. There is: {string.Join(", ", NearName.Order(name, AgentIds.Select(id => id.Value)))}.") { Subject = name };

    private IEnumerable<string> EndpointWarnings()
    {
        try
        {
            return EndpointReplacements.Read(Paths.EndpointsPath).Warnings;
        }
        catch (MoltbotException unusable)
        {
            return [unusable.Message];
        }
    }

    /// <summary>A file is replaced by a new one, and its other names stay with the old one. Whoever has made them should know.</summary>
    private IEnumerable<string> OtherNames() => Kept.SharedStores.Prepend(Paths.DotEnvPath).Prepend(Paths.ConfigPath)
        .Where(RegularFile.HasOtherNames)
        .Select(path => $"{path} has other names as well (hard links). A change is made under this name alone, and what is read under the others stays as it was. Make links of them that lead to this one (ln -s).");

    /// <summary>Keys of the configuration that are in variables which are not set: without them a gateway of today answers nothing.</summary>
    private IEnumerable<MoltbotException> UnsetKeys() =>
        from provider in Configuration.ProviderNames
        let reference = Configuration.Provider(provider)?.KeyVariable
        where reference is not null && Environment.GetNonBlank(reference) is null
        select new MoltbotException(ErrorCode.SecretNotFound, $"models.providers.{provider}.apiKey is in the variable {reference}, which is not set. Set it, or take the reference out.") { Path = Paths.ConfigPath, Subject = reference };

    private static bool LeadsTo(ProcessEnvironment environment, string stateDirectory) => environment.Paths.AreSame(
        DotEnv.Load(environment).Paths.StateDirectory,
        UserPath.Expand(stateDirectory, environment));

    /// <summary>The agents that have a directory; none where these may not be listed.</summary>
    private IEnumerable<AgentId> AgentsOnDisk() =>
        Folder.Folders(AgentsDirectory, out _).Select(path => AgentId.Parse(Path.GetFileName(path))).Order(Comparer);

    private string AgentsDirectory => Path.Combine(Paths.StateDirectory, "agents");

    /// <summary>Why it is not known which agents have files, or <see langword="null"/>.</summary>
    private IEnumerable<MoltbotException> UnlistedAgents() => Folder.Folders(AgentsDirectory, out MoltbotException? problem) is not null && problem is not null ? [problem] : [];

    private static Comparer<AgentId> Comparer { get; } = Comparer<AgentId>.Create((x, y) => string.CompareOrdinal(x.Value, y.Value));
}
