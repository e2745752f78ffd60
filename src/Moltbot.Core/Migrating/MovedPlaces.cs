using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Migrating;

/// <summary>What becomes of the state directory, and of what says where it is (docs/gateway/later.md §1.1, §1.5).</summary>
internal static class MovedPlaces
{
    private const string Legacy = ".clawdbot";
    private const string Today = ".openclaw";

    /// <summary>Variables that lead elsewhere, and those that do the same with the gateway of today.</summary>
    private static readonly (string Name, string Successor)[] Leading =
    [
        ("CLAWDBOT_STATE_DIR", "OPENCLAW_STATE_DIR"),
        ("MOLTBOT_STATE_DIR", "OPENCLAW_STATE_DIR"),
        ("CLAWDBOT_CONFIG_PATH", "OPENCLAW_CONFIG_PATH"),
        ("MOLTBOT_CONFIG_PATH", "OPENCLAW_CONFIG_PATH"),
        ("CLAWDBOT_AGENT_DIR", "OPENCLAW_AGENT_DIR"),
        ("PI_CODING_AGENT_DIR", "OPENCLAW_AGENT_DIR"),
        ("CLAWDBOT_OAUTH_DIR", "OPENCLAW_OAUTH_DIR"),
        ("CLAWDBOT_GATEWAY_TOKEN", "OPENCLAW_GATEWAY_TOKEN"),
        ("CLAWDBOT_GATEWAY_PASSWORD", "OPENCLAW_GATEWAY_PASSWORD"),
        ("CLAWDBOT_GATEWAY_PORT", "OPENCLAW_GATEWAY_PORT"),
        ("CLAWDBOT_LOAD_SHELL_ENV", "OPENCLAW_LOAD_SHELL_ENV"),
    ];

    /// <summary>What becomes of them.</summary>
    public static IEnumerable<MigrationFinding> Of(MovingInstallation installation)
    {
        string directory = installation.Paths.StateDirectory;
        if (Obstacle(directory, installation.Environment) is { } obstacle)
            yield return new MigrationFinding(MigrationKind.DirectoryIgnored) { Path = directory, Message = obstacle.Message, Advice = obstacle.Advice };

        foreach ((string name, string successor) in Leading.Where(variable => installation.Environment.GetNonBlank(variable.Name) is not null))
        {
            yield return new MigrationFinding(MigrationKind.VariableIgnored)
            {
                Path = installation.Environment.OriginOf(name).Path,
                Entry = name,
                Message = $"The gateway of today does not read the variable {name}.",
                Advice = $"Set {successor} in its place.",
            };
        }

        foreach (AgentContext agent in installation.Agents.Where(agent => !PathComparison.Here.IsIn(agent.Directory, directory) && Directory.Exists(agent.Directory)))
        {
            yield return new MigrationFinding(MigrationKind.SecretsStay)
            {
                Path = agent.Directory,
                Agent = agent.Id.Value,
                Message = "The agent's directory is outside of the state directory and is not moved; a database is made in it, and the old store stays there under another name.",
                Advice = "Think of it when you make backups, or when you give files to another user.",
            };
        }
    }

    /// <summary>Rotations of keys that are under way.</summary>
    public static IEnumerable<MigrationFinding> Rotations(MovingInstallation installation, List<MoltbotException> errors)
    {
        IReadOnlyList<string> records = Folder.Files(installation.Paths.RotationsDirectory, out MoltbotException? problem);
        if (problem is not null)
            errors.Add(problem);

        return records.Where(path => path.EndsWith(".json", StringComparison.Ordinal)).Select(path => new MigrationFinding(MigrationKind.RotationStays)
        {
            Path = path,
            Message = "The rotation of a key is under way. Its record stays, with the new key in it, and is about a store that the gateway does not use any more.",
            Advice = $"End it first: {NextSteps.CompleteRotation.In(installation.Environment.FrontEnd)} or {NextSteps.UndoRotation.In(installation.Environment.FrontEnd)}.",
        });
    }

    private static (string Message, string Advice)? Obstacle(string directory, ProcessEnvironment environment)
    {
        string home = environment.HomeDirectory;
        string usual = Path.Combine(home, Legacy);
        string target = Path.Combine(home, Today);
        if (new DirectoryInfo(directory).LinkTarget is { } link)
        {
            return ($"The state directory is a link to {link}, and the gateway's doctor stops at that: it moves nothing, and leaves an openclaw.json behind that makes the installation look as if it had moved.",
                $"Remove the link and move the directory to {usual} itself, or have OPENCLAW_STATE_DIR name it.");
        }

        if (!PathComparison.Here.AreSame(directory, usual))
        {
            string name = Path.GetFileName(directory);
            return name.StartsWith($"{Legacy}-", StringComparison.Ordinal)
                ? ($"The gateway's doctor moves {usual} only; an installation of another name stays as it is, and its profile uses {target}{name[Legacy.Length..]}, where nothing is.",
                    $"Move the directory to {target}{name[Legacy.Length..]}, then run `openclaw --profile {name[(Legacy.Length + 1)..]} doctor --fix`.")
                : ($"The gateway of today looks for its state in {target} and in {usual}, and does not find this directory: it begins with nothing.",
                    $"Move the directory to {usual}, or have OPENCLAW_STATE_DIR name it, before you run `openclaw doctor --fix`.");
        }

        return RealPath.Exists(target)
            ? ($"{target} is there already, so the gateway's doctor does not move the directory, and stops.", $"Move {target} away if nothing in it is wanted, before you run `openclaw doctor --fix`.")
            : null;
    }
}
