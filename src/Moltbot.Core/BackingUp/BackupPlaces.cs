using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.BackingUp;

/// <summary>
/// What of an installation is saved: the configuration with what it includes, the <c>.env</c> file, stores, databases, sessions and
/// our own records; not what programs leave beside these, and nothing of workspaces, logs and plugins.
/// </summary>
internal static class BackupPlaces
{
    private const string AgentDatabase = "openclaw-agent.sqlite";
    private const string StoreName = "auth-profiles.json";
    private const int MostSteps = 32;

    private static readonly string[] Configurations = ["openclaw.json", "moltbot.json", "clawdbot.json"];

    /// <summary>Below these a backup puts files.</summary>
    private static readonly string[] Folders = ["agents", "credentials", "monitor", "state"];

    /// <summary>Whether a backup can have a file for a place.</summary>
    /// <param name="path">Below the state directory, with slashes; or absolute.</param>
    public static bool MayBeAt(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || path.Length == 0)
            return false;
        if (Path.IsPathRooted(path))
            return PathComparison.Here.AreSame(Path.GetFullPath(path), path);

        string[] steps = path.Split('/');
        return steps.Length <= MostSteps && !Array.Exists(steps, step => step is "" or "." or ".." || step.Contains('\\', StringComparison.Ordinal) || step.Contains(':', StringComparison.Ordinal))
            && (steps.Length == 1 || Array.IndexOf(Folders, steps[0]) >= 0 || steps[^1].EndsWith(".json", StringComparison.Ordinal) || steps[^1].EndsWith(".json5", StringComparison.Ordinal));
    }

    /// <summary>All files that are there, in the order in which they are put back.</summary>
    /// <exception cref="MoltbotException">A directory cannot be listed.</exception>
    public static IReadOnlyList<BackupSource> Of(BackedInstallation installation) =>
    [
        .. All(installation)
            .Where(source => IsThere(source.Path))
            .DistinctBy(source => source.Path, PathComparison.Here.Comparer)
            .OrderBy(source => source.Kind)
            .ThenBy(source => PathComparison.Here.AreSame(source.Path, installation.Paths.ConfigPath)),
    ];

    /// <summary>Places outside of the state directory in which an installation itself keeps files, so that a backup may put some there.</summary>
    public static IReadOnlyList<string> Outside(BackedInstallation installation) =>
        [.. All(installation).Select(source => source.Path).Where(path => PathIn(installation.Paths.StateDirectory, path) is null).Distinct(PathComparison.Here.Comparer)];

    /// <summary>The path of a file below the state directory, with slashes; <see langword="null"/> when it is elsewhere.</summary>
    public static string? PathIn(string stateDirectory, string path) =>
        PathComparison.Here.Behind(path, stateDirectory) is { Length: > 0 } rest ? rest.Replace(Path.DirectorySeparatorChar, '/') : null;

    private static IEnumerable<BackupSource> All(BackedInstallation installation)
    {
        InstallationPaths paths = installation.Paths;
        foreach (AgentContext agent in installation.Agents)
        {
            foreach (BackupSource source in OfAgent(installation, agent))
                yield return source with { Agent = agent.Id.Value };
        }

        foreach (string path in FilesBelow(Path.Combine(paths.StateDirectory, "credentials")).Append(Path.Combine(paths.OAuthDirectory, "oauth.json")))
            yield return new BackupSource(path, BackedUpKind.Credentials);

        yield return new BackupSource(paths.StateDatabasePath, BackedUpKind.Database);
        yield return new BackupSource(Path.Combine(Path.GetDirectoryName(paths.StateDatabasePath)!, "openclaw-quarantine.sqlite"), BackedUpKind.Database);
        foreach (string path in FilesBelow(Path.GetDirectoryName(paths.LastPassPath)!).Concat([paths.SecretProvidersPath, paths.MonitorSettingsPath, paths.EndpointsPath, Path.Combine(paths.StateDirectory, "config-journal-fingerprint.key")]))
            yield return new BackupSource(path, BackedUpKind.Record);

        yield return new BackupSource(paths.DotEnvPath, BackedUpKind.Variables);
        foreach (string path in installation.ConfigurationFile.Loaded.Files.Select(file => file.Key).Concat(Configurations.Select(name => Path.Combine(paths.StateDirectory, name))).Append(paths.ConfigPath))
            yield return new BackupSource(path, BackedUpKind.Configuration);
    }

    private static IEnumerable<BackupSource> OfAgent(BackedInstallation installation, AgentContext agent)
    {
        foreach (string path in Files(agent.Directory).Where(path => path.EndsWith(".json", StringComparison.Ordinal)))
            yield return new BackupSource(path, BackedUpKind.Credentials, Lock: Path.GetFileName(path) == StoreName ? BackupLock.Store : BackupLock.None);

        yield return new BackupSource(Path.Combine(agent.Directory, AgentDatabase), BackedUpKind.Database);
        string sessions = installation.SessionsOf(agent).Place.Path;
        if (!sessions.EndsWith(".sqlite", StringComparison.Ordinal))
            yield return new BackupSource(sessions, BackedUpKind.Sessions, Lock: BackupLock.Sessions);

        foreach (string path in Files(Path.Combine(installation.Paths.StateDirectory, "agents", agent.Id.Value, "sessions")))
            yield return new BackupSource(path, BackedUpKind.Sessions, Lock: Path.GetFileName(path) == "sessions.json" ? BackupLock.Sessions : BackupLock.None);
    }

    private static IEnumerable<string> FilesBelow(string directory) => Files(directory).Concat(Listed(Folder.Folders(directory, out MoltbotException? problem), problem).SelectMany(FilesBelow));

    /// <summary>The files in a directory, without what programs and people have left beside them.</summary>
    private static IEnumerable<string> Files(string directory)
    {
        IReadOnlyList<string> files = Listed(Folder.Files(directory, out MoltbotException? problem), problem);
        HashSet<string> names = [.. files.Select(path => Path.GetFileName(path))];
        return files.Where(path => !IsLeftover(Path.GetFileName(path), names));
    }

    private static bool IsLeftover(string name, HashSet<string> others) =>
        TemporaryFile.IsNameOfOne(name)
        || name.EndsWith(".lock", StringComparison.Ordinal)
        || name.Contains(".migrated-", StringComparison.Ordinal)
        || name.Contains(".bak", StringComparison.Ordinal)
        || name.Contains(".sqlite", StringComparison.Ordinal)
        || (name.EndsWith('~') && others.Contains(name[..^1]));

    private static IReadOnlyList<string> Listed(IReadOnlyList<string> entries, MoltbotException? problem) => problem is null ? entries : throw problem;

    private static bool IsThere(string path) => Folder.Holds(path, out MoltbotException? problem) || (problem is null ? false : throw problem);
}
