using Moltbot.Core.Errors;
using Moltbot.Core.Http;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Other addresses in the place of providers' own.</summary>
internal sealed class EndpointCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.EndpointsInvalid, FindingKinds.EndpointsReplaced];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        string path = installation.Paths.EndpointsPath;
        try
        {
            return [.. EndpointReplacements.Read(path).Warnings.Select(warning => installation.Found(FindingKinds.EndpointsReplaced, warning, new FindingPlace(path)))];
        }
        catch (MoltbotException invalid)
        {
            return [installation.Found(FindingKinds.EndpointsInvalid, invalid, new FindingPlace(path))];
        }
    }
}
