using Moltbot.Core.Files;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Whether the directories of an installation are there, can be used by their owner, and by nobody else.</summary>
internal sealed class StateDirectoryCheck : IInstallationCheck
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
        [FindingKinds.DirectoryMissing, FindingKinds.DirectoryUnusable, FindingKinds.StateDirectoryOpen];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        string state = installation.Paths.StateDirectory;
        if (!Directory.Exists(state))
            return [];

        // A gateway of today makes what it needs, and has a directory of databases.
        string[] needed = installation.IsOfToday ? [] : [Path.GetDirectoryName(SessionStoreOf(installation).Place.Path)!, installation.Paths.OAuthDirectory];
        string[] present = [state, Path.Combine(state, "agents"), .. installation.Agents.Select(agent => agent.Directory), .. installation.IsOfToday ? [Path.GetDirectoryName(installation.Paths.StateDatabasePath)!] : needed];
        return [.. Missing(installation, needed.Distinct(PathComparison.Here.Comparer)), .. OperatingSystem.IsWindows() ? [] : Modes(installation, present.Distinct(PathComparison.Here.Comparer))];
    }

    private static ISessionStore SessionStoreOf(ExaminedInstallation installation) =>
        installation.SessionsOf(installation.Agents.FirstOrDefault(agent => agent.Id == installation.Configuration.DefaultAgent) ?? installation.Main);

    private static IEnumerable<Finding> Missing(ExaminedInstallation installation, IEnumerable<string> directories) =>
        from directory in directories
        where RegularFile.TryKindOf(directory) == FileKind.Missing
        let create = Repair.Of(directory, "Create the directory", RepairConsent.Asked, _ => installation.Files.Create(directory))
        select installation.Found(FindingKinds.DirectoryMissing, $"The directory {directory} is missing. The gateway keeps sessions or sign-ins there.", new FindingPlace(directory), create);

    private static IEnumerable<Finding> Modes(ExaminedInstallation installation, IEnumerable<string> directories)
    {
        foreach (string directory in directories)
        {
            if (RegularFile.TryKindOf(directory) is not FileKind.Directory)
                continue;

#pragma warning disable CA1416 // the caller has asked for the system
            UnixFileMode mode = File.GetUnixFileMode(directory);
#pragma warning restore CA1416
            if ((mode & Owner) != Owner)
            {
                Repair open = Repair.Of(directory, "Give its owner back all rights: chmod u+rwx", RepairConsent.Asked, _ => installation.Files.Open(directory));
                yield return installation.Found(FindingKinds.DirectoryUnusable, $"The owner of {directory} may not list, read or change what is in it, so the gateway cannot.", new FindingPlace(directory), open);
            }

            if (PathComparison.Here.AreSame(directory, installation.Paths.StateDirectory) && (mode & Others) != UnixFileMode.None)
            {
                Repair restrict = Repair.Of(directory, "Leave it to its owner: chmod 700", RepairConsent.Asked, _ => installation.Files.Restrict(directory));
                yield return installation.Found(FindingKinds.StateDirectoryOpen, $"The state directory {directory} is open to others. Mode 700 leaves it to its owner.", new FindingPlace(directory), restrict);
            }
        }
    }
}
