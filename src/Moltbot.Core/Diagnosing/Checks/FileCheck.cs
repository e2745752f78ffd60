using Moltbot.Core.Files;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Whether what is in the place of each file is one, leads to one, and can be used by the user that the gateway runs as: the owner of the state directory.</summary>
internal sealed class FileCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
        [FindingKinds.LinkBroken, FindingKinds.FileNotRegular, FindingKinds.FileUnreadable, FindingKinds.FileOwnerOther];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) => KnownFiles.Of(installation).SelectMany(file => Examine(installation, file)).OfType<Finding>();

    private static IEnumerable<Finding?> Examine(ExaminedInstallation installation, KnownFile file)
    {
        string path = file.Path;
        if (RegularFile.TryKindOf(path, followsLinks: false) == FileKind.Link && !RealPath.Exists(path))
            return [Dangling(installation, file)];

        return RegularFile.TryKindOf(path) switch
        {
            FileKind.File => OperatingSystem.IsWindows() ? [] : [Unreadable(installation, file), OfOther(installation, file)],
            FileKind.Missing or null => [], // what nobody can look at is told by the directory, or by who reads it
            { } kind => [NotRegular(installation, file, kind)],
        };
    }

    private static Finding Dangling(ExaminedInstallation installation, KnownFile file)
    {
        Repair remove = Repair.Of(file.Path, "Remove the link", RepairConsent.Forced, _ => installation.Files.RemoveLink(file.Path));
        return installation.Found(FindingKinds.LinkBroken, $"{file.Path} is a link that leads nowhere, or in a circle. Correct it, or bring back what it leads to.", file.Place, remove);
    }

    private static Finding NotRegular(ExaminedInstallation installation, KnownFile file, FileKind kind)
    {
        string problem = new NotAFileException(file.Path, kind).Sentence;
        Repair? aside = new FileInfo(file.Path).LinkTarget is not null
            ? Repair.Of(file.Path, "Remove the link", RepairConsent.Forced, _ => installation.Files.RemoveLink(file.Path))
            : kind == FileKind.Device ? null
            : Repair.Of(file.Path, "Move it aside", RepairConsent.Asked, _ => installation.Files.SetAside(file.Path));
        return installation.Found(FindingKinds.FileNotRegular, $"{problem}.", file.Place, aside);
    }

    private static Finding? Unreadable(ExaminedInstallation installation, KnownFile file)
    {
#pragma warning disable CA1416 // the caller has asked for the system
        UnixFileMode mode = File.GetUnixFileMode(file.Path);
#pragma warning restore CA1416
        UnixFileMode needed = file.IsWritten ? UnixFileMode.UserRead | UnixFileMode.UserWrite : UnixFileMode.UserRead;
        if ((mode & needed) == needed)
            return null;

        Repair open = Repair.Of(file.Path, "Give its owner back what is needed: chmod u+rw", RepairConsent.Unasked, _ => installation.Files.Open(file.Path));
        return installation.Found(FindingKinds.FileUnreadable, $"The owner of {file.Path} may not {(mode.HasFlag(UnixFileMode.UserRead) ? "change" : "read")} it, so the gateway cannot.", file.Place, open);
    }

    private static Finding? OfOther(ExaminedInstallation installation, KnownFile file)
    {
        string state = installation.Paths.StateDirectory;
        if (!OperatingSystem.IsLinux() || UnixCalls.OwnerOf(file.Path) is not { } owner || UnixCalls.OwnerOf(state) is not { } gateway || owner == gateway)
            return null;

        Repair? give = UnixCalls.User == 0
            ? Repair.Of(file.Path, "Give it to the owner of the state directory", RepairConsent.Asked, _ => installation.Files.GiveAs(file.Path, state))
            : null;
        return installation.Found(
            FindingKinds.FileOwnerOther,
            $"{file.Path} belongs to user {owner}, and the state directory to user {gateway}, whom the gateway runs as. As an administrator: chown {gateway} '{file.Path}'",
            file.Place,
            give);
    }
}
