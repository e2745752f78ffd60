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

    /// <summary>The name of the configuration of a gateway of today, which is looked for to recognise one and is not read.</summary>
    internal const string TodayConfigName = "openclaw.json";

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

    /// <summary>Where configurations of other generations can have been left behind.</summary>
    internal IEnumerable<string> OtherConfigPaths => ConfigFileNames.Select(name => Path.Combine(StateDirectory, name)).Where(path => path != ConfigPath);

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

    /// <summary>Finds an installation by the rules of the environment.</summary>
    public static InstallationPaths Locate(ProcessEnvironment environment)
    {
        string stateDirectory = FindStateDirectory(environment);
        return new InstallationPaths
        {
            StateDirectory = stateDirectory,
            ConfigPath = TodayConfigIn(stateDirectory) ?? FindConfig(environment, stateDirectory),
            OAuthDirectory = Expand(environment, "CLAWDBOT_OAUTH_DIR") ?? Path.Combine(stateDirectory, "credentials"),
            MainAgentDirectory = Expand(environment, "CLAWDBOT_AGENT_DIR", "PI_CODING_AGENT_DIR") ?? DefaultAgentDirectory(stateDirectory, AgentId.Main),
        };
    }

    /// <summary>The installation in a given state directory, whatever the environment says.</summary>
    /// <exception cref="MoltbotException">The name is blank (<see cref="ErrorCode.InvalidArgument"/>).</exception>
    public static InstallationPaths At(string stateDirectory, ProcessEnvironment environment)
    {
        if (EcmaScriptText.IsBlank(stateDirectory))
            throw new MoltbotException(ErrorCode.InvalidArgument, "The name of the state directory is blank. Name a directory, or leave it out to use the environment's.");

        string directory = UserPath.Expand(stateDirectory, environment);
        return new InstallationPaths
        {
            StateDirectory = directory,
            ConfigPath = TodayConfigIn(directory) ?? ConfigIn(directory) ?? Path.Combine(directory, ConfigFileNames[0]),
            OAuthDirectory = Path.Combine(directory, "credentials"),
            MainAgentDirectory = DefaultAgentDirectory(directory, AgentId.Main),
        };
    }

    /// <summary>The directory of an agent for which the configuration names none.</summary>
    public string AgentDirectory(AgentId agent) => DefaultAgentDirectory(StateDirectory, agent);

    private static string DefaultAgentDirectory(string stateDirectory, AgentId agent) =>
        Path.Combine(stateDirectory, "agents", agent.Value, "agent");

    private static string FindStateDirectory(ProcessEnvironment environment)
    {
        if (Expand(environment, "MOLTBOT_STATE_DIR", "CLAWDBOT_STATE_DIR") is { } overridden)
            return overridden;

        string legacy = Path.Combine(UserPath.RequireText(environment.HomeDirectory), LegacyDirectoryName);
        string current = Path.Combine(environment.HomeDirectory, NewDirectoryName);
        return RealPath.Exists(current) && !RealPath.Exists(legacy) ? current : legacy;
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
        foreach (string? directory in directories)
        {
            if (directory is not null && ConfigIn(directory) is { } path)
                return path;
        }

        return Path.Combine(stateDirectory, ConfigFileNames[0]);
    }

    private static string? TodayConfigIn(string stateDirectory)
    {
        string path = Path.Combine(stateDirectory, TodayConfigName);
        return RealPath.Exists(path) ? path : null;
    }

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
