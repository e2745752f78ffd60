using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>What the audit of secrets finds, and what it could not look at.</summary>
internal sealed class ExposureCheck : IInstallationCheck
{
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
    [
        FindingKinds.PermissionsTooOpen, FindingKinds.PlaintextFound, FindingKinds.RefShadowed, FindingKinds.RefUnresolved,
        FindingKinds.VaultNotRegistered, FindingKinds.VaultLocked, FindingKinds.VaultUnavailable, FindingKinds.LegacyResidue, FindingKinds.NotExamined,
    ];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) =>
    [
        .. installation.Exposure.Value.Findings.Select(finding => Of(installation, finding)).OfType<Finding>(),
        .. installation.Exposure.Value.Errors.Select(error => installation.Found(FindingKinds.NotExamined, error)),
    ];

    private static Finding? Of(ExaminedInstallation installation, SecretFinding finding)
    {
        FindingPlace place = new(finding.Path) { Entry = finding.Entry, Agent = finding.Agent, ProfileId = finding.ProfileId };
        return finding.Code switch
        {
            SecretFindingCode.PermissionsTooOpen => TooOpen(installation, finding, place),
            SecretFindingCode.PlaintextFound => installation.Found(FindingKinds.PlaintextFound, finding.Message, place),
            SecretFindingCode.RefShadowed => installation.Found(FindingKinds.RefShadowed, finding.Message, place),
            SecretFindingCode.LegacyResidue when installation.IsOfToday => null, // told with what becomes of it
            SecretFindingCode.LegacyResidue => LegacyResidue.Of(installation, finding, place),
            _ => installation.Found(KindOf(finding.Cause), finding.Message, place),
        };
    }

    private static FindingKind KindOf(MoltbotException? cause) => cause?.Code switch
    {
        ErrorCode.VaultNotFound => FindingKinds.VaultNotRegistered,
        ErrorCode.VaultLocked => FindingKinds.VaultLocked,
        ErrorCode.VaultUnavailable => FindingKinds.VaultUnavailable,
        _ => FindingKinds.RefUnresolved,
    };

    /// <summary>Whose a file may be is another question: it may well be another user's, if the installation is.</summary>
    private static Finding? TooOpen(ExaminedInstallation installation, SecretFinding finding, FindingPlace place)
    {
        string path = finding.Path;
        if (RegularFile.TryKindOf(path) != FileKind.File)
            return null;

        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & OfOthers) != UnixFileMode.None)
        {
            Repair restrict = Repair.Of(path, "Leave it to its owner: chmod 600", PathComparison.Here.AreSame(path, installation.Paths.ConfigPath) ? RepairConsent.Asked : RepairConsent.Unasked, _ => installation.Files.Restrict(path));
            return installation.Found(FindingKinds.PermissionsTooOpen, finding.Message, place, restrict);
        }

        string directory = Path.GetDirectoryName(RealPath.Resolve(path))!;
        UnixFileMode around = File.GetUnixFileMode(directory);
        if (!around.HasFlag(UnixFileMode.OtherWrite) || around.HasFlag(UnixFileMode.StickyBit))
            return null;

        Repair close = Repair.Of(directory, "Take from others that they can replace what is in it: chmod go-w", RepairConsent.Asked, _ => installation.Files.Close(directory));
        return installation.Found(FindingKinds.PermissionsTooOpen, finding.Message, place, close);
    }
}
