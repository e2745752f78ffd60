using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Text;

namespace Moltbot.Core.Installation;

/// <summary>Where the files of one installation are (docs/gateway/config.md §1). All paths are absolute.</summary>
public sealed record InstallationPaths
{
    private const string LegacyDirectoryName = ".clawdbot";
    private const string NewDirectoryName = ".moltbot";
    private static readonly string[] ConfigFileNames = ["moltbot.json", "clawdbot.json"];

    /// <summary>The name of the configuration of a gateway of today.</summary>
    internal const string TodayConfigName = "openclaw.json";

    private const string TodayDirectoryName = ".openclaw";

    /// <summary>The state directory, whether it exists or not.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>
    /// The configuration file that is read and written, whether it exists or not. Where a gateway of today is at work it is
    /// that gateway's (<see cref="InstallationLayout"/>).
    /// </summary>
    public required string ConfigPath { get; init; }

    /// <summary>The directory of the legacy <c>oauth.json</c>.</summary>
    public required string OAuthDirectory { get; init; }

    /// <summary>The directory of the main agent, which the environment can move.</summary>
    public required string MainAgentDirectory { get; init; }

    /// <summary>Whether a gateway of today works there, as far as that can be told at a glance.</summary>
    internal bool IsOfToday { get; init; }

    /// <summary>A file of variables that a gateway of today reads for its usual installation behind that of the state directory; <see langword="null"/> for others.</summary>
    internal string? GatewayDotEnvPath { get; init; }

    /// <summary>Where configurations of other generations can have been left behind.</summary>
    internal IEnumerable<string> OtherConfigPaths => ConfigFileNames.Select(name => Path.Combine(StateDirectory, name)).Where(path => !PathComparison.Here.AreSame(path, ConfigPath));

    /// <summary>The <c>.env</c> file of the installation.</summary>
    public string DotEnvPath => Path.Combine(StateDirectory, ".env");

    /// <summary>Our own declarations of the providers of secrets.</summary>
    public string SecretProvidersPath => Path.Combine(StateDirectory, "secrets.providers.json");

    /// <summary>Where it is remembered what came of renewals of sign-ins, beside the gateway's own credential files.</summary>
    public string RenewalsDirectory => Path.Combine(StateDirectory, "credentials", "renewals");

    /// <summary>Where sign-ins wait that could not be stored.</summary>
    public string PendingSignInsDirectory => Path.Combine(StateDirectory, "credentials", "sign-ins");

    /// <summary>Where it is remembered which keys are being replaced.</summary>
    public string RotationsDirectory => Path.Combine(StateDirectory, "credentials", "rotations");

    /// <summary>Our own settings of the monitoring.</summary>
    public string MonitorSettingsPath => Path.Combine(StateDirectory, "monitor.json");

    /// <summary>Where it is remembered what the monitoring has told whom.</summary>
    internal string MonitorMemoryPath => Path.Combine(StateDirectory, "monitor", "told.json");

    /// <summary>Where it is remembered what came of the last pass of the monitoring. Whoever makes a pass holds its lock.</summary>
    internal string LastPassPath => Path.Combine(StateDirectory, "monitor", "last-pass.json");

    /// <summary>Where it is remembered who starts the passes of the monitoring.</summary>
    internal string SchedulePath => Path.Combine(StateDirectory, "monitor", "schedule.json");

    /// <summary>Our own list of addresses that are used in the place of providers'.</summary>
    public string EndpointsPath => Path.Combine(StateDirectory, "providers.endpoints.json");

    /// <summary>The files of January's in the main agent's place that stop a gateway of today.</summary>
    internal IReadOnlyList<string> JanuaryFilesOfMain => [.. JanuaryFilesIn(MainAgentDirectory), Path.Combine(StateDirectory, "credentials", "oauth.json")];

    /// <summary>The files of January's in an agent's directory that stop a gateway of today.</summary>
    internal static IReadOnlyList<string> JanuaryFilesIn(string agentDirectory) => [Path.Combine(agentDirectory, "auth-profiles.json"), Path.Combine(agentDirectory, "auth.json")];

    /// <summary>The database of a gateway of today.</summary>
    internal string StateDatabasePath => Path.Combine(StateDirectory, "state", "openclaw.sqlite");

    /// <summary>The state directories in the home directory that exist, be they of installations side by side.</summary>
    internal static IEnumerable<string> UsualPlaces(ProcessEnvironment environment)
    {
        string[] names = [TodayDirectoryName, NewDirectoryName, LegacyDirectoryName];
        return new[] { environment.HomeDirectory, TodayHome(environment) }.Distinct(environment.Paths.Comparer)
            .SelectMany(home => Folder.Folders(home, out _))
            .Where(folder => Array.Exists(names, name => environment.Paths.AreSame(Path.GetFileName(folder), name) || Path.GetFileName(folder).StartsWith($"{name}-", environment.Paths.Comparison)))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Finds an installation by the rules of the environment.</summary>
    internal static InstallationPaths Locate(ProcessEnvironment environment)
    {
        string stateDirectory = FindStateDirectory(environment);
        if (IsTodays(stateDirectory))
            return OfToday(environment, stateDirectory);

        return new InstallationPaths
        {
            StateDirectory = stateDirectory,
            ConfigPath = FindConfig(environment, stateDirectory),
            OAuthDirectory = Expand(environment, "CLAWDBOT_OAUTH_DIR") ?? Path.Combine(stateDirectory, "credentials"),
            MainAgentDirectory = Expand(environment, "CLAWDBOT_AGENT_DIR", "PI_CODING_AGENT_DIR") ?? DefaultAgentDirectory(stateDirectory, AgentId.Main),
        };
    }

    /// <summary>The installation in a given state directory, whatever the environment says.</summary>
    /// <exception cref="MoltbotException">The name is blank (<see cref="ErrorCode.InvalidArgument"/>).</exception>
    internal static InstallationPaths At(string stateDirectory, ProcessEnvironment environment)
    {
        if (EcmaScriptText.IsBlank(stateDirectory))
            throw new MoltbotException(ErrorCode.InvalidArgument, "The name of the state directory is blank. Name a directory, or leave it out to use the environment's.");

        string directory = UserPath.Expand(stateDirectory, environment);
        bool isOfToday = IsTodays(directory);
        string missing = Path.Combine(directory, isOfToday ? TodayConfigName : ConfigFileNames[0]);
        return new InstallationPaths
        {
            StateDirectory = directory,
            IsOfToday = isOfToday,
            GatewayDotEnvPath = isOfToday && environment.Paths.AreSame(directory, Path.Combine(TodayHome(environment), TodayDirectoryName)) ? GatewayDotEnvIn(environment) : null,
            ConfigPath = (isOfToday ? TodayConfigIn(directory) : ConfigIn(directory)) ?? missing,
            OAuthDirectory = Path.Combine(directory, "credentials"),
            MainAgentDirectory = DefaultAgentDirectory(directory, AgentId.Main),
        };
    }

    /// <summary>The directory of an agent for which the configuration names none.</summary>
    internal string AgentDirectory(AgentId agent) => DefaultAgentDirectory(StateDirectory, agent);

    private static string DefaultAgentDirectory(string stateDirectory, AgentId agent) =>
        Path.Combine(stateDirectory, "agents", agent.Value, "agent");

    /// <summary>
    /// Each generation has names of its own for the state directory, and usual places of its own. Where January's is still
    /// there it is meant, unless it is only the link to today's that the gateway left in its place.
    /// </summary>
    private static string FindStateDirectory(ProcessEnvironment environment)
    {
        if (OverriddenStateDirectory(environment) is { } overridden)
            return overridden;

        string today = Path.Combine(TodayHome(environment), TodayDirectoryName);
        string legacy = Path.Combine(UserPath.RequireText(environment.HomeDirectory), LegacyDirectoryName);
        string current = Path.Combine(environment.HomeDirectory, NewDirectoryName);
        if (RealPath.Exists(today) && Array.TrueForAll([legacy, current], other => !RealPath.Exists(other) || LeadsTo(other, today)))
            return today;

        return RealPath.Exists(current) && !RealPath.Exists(legacy) ? current : legacy;
    }

    private static string? OverriddenStateDirectory(ProcessEnvironment environment) => Expand(environment, "OPENCLAW_STATE_DIR", "MOLTBOT_STATE_DIR", "CLAWDBOT_STATE_DIR");

    private static string GatewayDotEnvIn(ProcessEnvironment environment) => Path.Combine(TodayHome(environment), ".config", "openclaw", "gateway.env");

    /// <summary>Whether two paths are one directory.</summary>
    private static bool LeadsTo(string path, string other)
    {
        try
        {
            return PathComparison.Here.AreSame(RealPath.Resolve(path), RealPath.Resolve(other));
        }
        catch (MoltbotException)
        {
            return false; // links in a circle
        }
    }

    private static string FindConfig(ProcessEnvironment environment, string stateDirectory)
    {
        if (Expand(environment, "MOLTBOT_CONFIG_PATH", "CLAWDBOT_CONFIG_PATH") is { } overridden)
            return overridden;

        string?[] directories =
        [
            Expand(environment, "MOLTBOT_STATE_DIR"),
            Expand(environment, "CLAWDBOT_STATE_DIR"),
            Path.Combine(environment.HomeDirectory, NewDirectoryName),
            Path.Combine(environment.HomeDirectory, LegacyDirectoryName),
        ];
        return FirstConfig(directories, ConfigIn) ?? Path.Combine(stateDirectory, ConfigFileNames[0]);
    }

    /// <summary>An installation of a gateway of today (docs/gateway/later.md §1).</summary>
    private static InstallationPaths OfToday(ProcessEnvironment environment, string stateDirectory)
    {
        string home = TodayHome(environment);
        string?[] directories =
        [
            Expand(environment, "OPENCLAW_STATE_DIR") ?? stateDirectory,
            Path.Combine(home, TodayDirectoryName),
            Path.Combine(home, LegacyDirectoryName),
        ];
        bool isUsual = OverriddenStateDirectory(environment) is null || environment.Paths.AreSame(stateDirectory, Path.Combine(home, TodayDirectoryName));
        return new InstallationPaths
        {
            StateDirectory = stateDirectory,
            IsOfToday = true,
            GatewayDotEnvPath = isUsual ? GatewayDotEnvIn(environment) : null,
            ConfigPath = Expand(environment, "OPENCLAW_CONFIG_PATH") ?? FirstConfig(directories, TodayConfigIn) ?? Path.Combine(stateDirectory, TodayConfigName),
            OAuthDirectory = Expand(environment, "OPENCLAW_OAUTH_DIR") ?? Path.Combine(stateDirectory, "credentials"),
            MainAgentDirectory = Expand(environment, "OPENCLAW_AGENT_DIR") ?? DefaultAgentDirectory(stateDirectory, AgentId.Main),
        };
    }

    /// <summary>Whether a gateway of today works with a state directory, as far as its name and what lies in it tell at a glance.</summary>
    private static bool IsTodays(string stateDirectory) =>
        IsTodayName(Path.GetFileName(stateDirectory))
        || RealPath.Exists(Path.Combine(stateDirectory, TodayConfigName))
        || RealPath.Exists(Path.Combine(stateDirectory, "state", "openclaw.sqlite"));

    /// <summary>The state directory of today of the usual installation, or with a suffix of one beside it.</summary>
    internal static string TodayDirectory(ProcessEnvironment environment, string suffix) => Path.Combine(TodayHome(environment), TodayDirectoryName + suffix);

    /// <summary>Whether an installation that has a suffix to its name is today's: it is there, or neither generation has it and the usual one is.</summary>
    internal static bool IsTodaysProfile(ProcessEnvironment environment, string suffix)
    {
        if (OverriddenStateDirectory(environment) is not null)
            return environment.GetNonBlank("OPENCLAW_STATE_DIR") is not null;

        string today = TodayDirectory(environment, suffix);
        string january = Path.Combine(environment.HomeDirectory, LegacyDirectoryName + suffix);
        return RealPath.Exists(january) ? LeadsTo(january, today) : RealPath.Exists(today) || IsTodays(FindStateDirectory(environment));
    }

    /// <summary>The name of a state directory of today: of the usual one, or of one beside it (<c>.openclaw-work</c>).</summary>
    internal static bool IsTodayName(string name) =>
        name.Equals(TodayDirectoryName, StringComparison.OrdinalIgnoreCase) || name.StartsWith($"{TodayDirectoryName}-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The home directory as a gateway of today takes it, which has a variable of its own for it.</summary>
    private static string TodayHome(ProcessEnvironment environment) =>
        environment.GetNonBlank("OPENCLAW_HOME") is { } home and not ("undefined" or "null") ? UserPath.Expand(home, environment) : environment.HomeDirectory;

    private static string? FirstConfig(IEnumerable<string?> directories, Func<string, string?> find) =>
        directories.Select(directory => directory is null ? null : find(directory)).FirstOrDefault(path => path is not null);

    /// <summary>The configuration in a directory of a gateway of today, which also reads the oldest name.</summary>
    private static string? TodayConfigIn(string directory) =>
        new[] { TodayConfigName, ConfigFileNames[1] }.Select(name => Path.Combine(directory, name)).FirstOrDefault(RealPath.Exists);

    private static string? ConfigIn(string directory)
    {
        foreach (string name in ConfigFileNames)
        {
            string path = Path.Combine(directory, name);
            if (RealPath.Exists(path))
                return path;
        }

        return null;
    }

    private static string? Expand(ProcessEnvironment environment, params string[] names) =>
        environment.GetFirstNonBlank(names) is { } path ? UserPath.Expand(path, environment) : null;
}
