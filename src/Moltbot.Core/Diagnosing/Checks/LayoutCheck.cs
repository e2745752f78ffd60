using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Whether there is an installation, and whose it is.</summary>
internal sealed class LayoutCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.InstallationMissing, FindingKinds.InstallationUnknown];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        string directory = installation.Paths.StateDirectory;
        if (installation.Layout is { Kind: LayoutKind.Unknown, MayWrite.Refusal: { } refusal })
            yield return installation.Found(FindingKinds.InstallationUnknown, refusal);
        else if (!Directory.Exists(directory))
        {
            // As in the gateway's own doctor, Enter is a no here: more often the directory is elsewhere.
            Repair create = Repair.Of(directory, "Create the state directory", RepairConsent.Asked, _ => installation.Files.Create(directory)) with { IsYesByDefault = false };
            yield return installation.Found(
                FindingKinds.InstallationMissing,
                $"There is no state directory {directory}, which holds sessions, credentials, logs and the configuration. If it is elsewhere, name it with {NextSteps.StateDirectory}.",
                new FindingPlace(directory),
                create);
        }
    }
}
