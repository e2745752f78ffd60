using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Migrating;

/// <summary>What a migration has left in an installation of today (docs/gateway/later.md §1.5).</summary>
internal static class LeftBehind
{
    private static readonly string[] OldConfigurations = ["clawdbot.json", "moltbot.json"];

    /// <summary>What it has left.</summary>
    public static IEnumerable<MigrationFinding> Of(MovingInstallation installation, List<MoltbotException> errors)
    {
        InstallationPaths paths = installation.Paths;
        yield return new MigrationFinding(MigrationKind.AlreadyMoved)
        {
            Path = paths.StateDirectory,
            Message = $"The installation is one of today's gateway: {installation.Layout.Reason}.",
            Advice = "Nothing has to be moved.",
        };
        string[] stores = [.. paths.JanuaryFilesOfMain.Concat(installation.Agents.SelectMany(agent => InstallationPaths.JanuaryFilesIn(agent.Directory))).Distinct(PathComparison.Here.Comparer)];
        bool hasBegun = Array.Exists(stores, RealPath.Exists);
        if (hasBegun && new DirectoryInfo(paths.StateDirectory).LinkTarget is { } link)
        {
            yield return new MigrationFinding(MigrationKind.DirectoryIgnored)
            {
                Path = paths.StateDirectory,
                Message = $"The state directory is a link to {link}, at which the gateway's doctor stops; what it had done before then, an openclaw.json, is there.",
                Advice = "Remove the link and move the directory itself to its place, then run `openclaw doctor --fix`.",
            };
        }

        foreach (string path in stores.Where(RealPath.Exists))
        {
            yield return new MigrationFinding(MigrationKind.FileStopsGateway)
            {
                Path = path,
                Message = "As long as this file of an older gateway is there, the gateway uses no credential of the agent.",
                Advice = "Have the gateway take it over with `openclaw doctor --fix`, or move it away.",
            };
        }

        foreach (string path in SessionFolders(paths, errors).Select(folder => Path.Combine(folder, "sessions.json")).Where(RealPath.Exists))
        {
            yield return WaitsForPlugin(paths, path)
                ? new MigrationFinding(MigrationKind.SessionsStay)
                {
                    Path = path,
                    Message = "The sessions have been taken over, and the file stays until a plugin of the gateway has taken its part.",
                    Advice = "Run `openclaw doctor --fix` again once that plugin can be installed.",
                }
                : new MigrationFinding(MigrationKind.FileStopsGateway)
                {
                    Path = path,
                    Message = "As long as this file of an older gateway is there, the gateway does not start.",
                    Advice = "Have the gateway take it over with `openclaw doctor --fix`, or move it away.",
                };
        }

        foreach (string path in OldConfigurations.Select(name => Path.Combine(paths.StateDirectory, name)).Where(path => !PathComparison.Here.AreSame(path, paths.ConfigPath) && RealPath.Exists(path)))
        {
            yield return new MigrationFinding(MigrationKind.ConfigStays)
            {
                Path = path,
                Message = $"The configuration of an older gateway is still there, and is not read{(Path.GetFileName(path) == "moltbot.json" ? "; what stood in it was not taken over" : "")}.",
                Advice = "Compare it with openclaw.json, then delete it: there may be secrets in it.",
            };
        }

        foreach (string copy in stores.SelectMany(path => MigrationCheck.CopiesOf(path, errors)).Except(stores, PathComparison.Here.Comparer).Distinct(PathComparison.Here.Comparer))
        {
            yield return new MigrationFinding(MigrationKind.SecretsStay)
            {
                Path = copy,
                Message = "The store of an older gateway is still there under another name, with its secrets in plain text.",
                Advice = "Delete it once the gateway works with the credentials.",
            };
        }

        foreach (string archive in SessionFolders(paths, errors).Select(folder => Path.Combine(Path.GetDirectoryName(folder)!, "session-sqlite-import-archive")).Where(Directory.Exists))
        {
            yield return new MigrationFinding(MigrationKind.SessionsStay)
            {
                Path = archive,
                Message = "The sessions of an older gateway are still there beside the database that they were taken over into.",
                Advice = "Delete them once nothing needs them.",
            };
        }
    }

    /// <summary>Whether the gateway's doctor has noted down that it has taken a file over and left it for a plugin.</summary>
    private static bool WaitsForPlugin(InstallationPaths paths, string path)
    {
        try
        {
            return DatabaseReading.Read(paths.StateDatabasePath, database => database.Query(
                "SELECT source_path FROM migration_sources WHERE migration_kind = 'deferred-plugin-session-import' AND status = 'completed'"))?
                .Any(row => row[0] is { } source && PathComparison.Here.AreSame(RealPath.Resolve(source), RealPath.Resolve(path))) == true;
        }
        catch (MoltbotException)
        {
            return false; // nothing says so
        }
    }

    private static IEnumerable<string> SessionFolders(InstallationPaths paths, List<MoltbotException> errors)
    {
        IReadOnlyList<string> agents = Folder.Folders(Path.Combine(paths.StateDirectory, "agents"), out MoltbotException? problem);
        if (problem is not null)
            errors.Add(problem);

        return agents.Select(agent => Path.Combine(agent, "sessions"));
    }
}
