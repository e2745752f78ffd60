using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Migrating;

/// <summary>
/// Says beforehand what <c>openclaw doctor --fix</c> makes of an installation of January (docs/gateway/later.md §1.5), and of one
/// of today what it has left behind. It looks only.
/// </summary>
internal static class MigrationCheck
{
    /// <summary>Looks at an installation.</summary>
    public static MigrationForecast Of(MovingInstallation installation)
    {
        List<MigrationFinding> findings = [];
        List<MoltbotException> errors = [.. installation.Errors];
        bool hasMoved = installation.Layout.Kind == LayoutKind.Today;
        if (hasMoved)
        {
            findings.AddRange(LeftBehind.Of(installation, errors));
        }
        else
        {
            findings.AddRange(MovedPlaces.Of(installation));
            findings.AddRange(MovedPlaces.Rotations(installation, errors));
            findings.AddRange(MovedConfiguration.Of(installation));
            foreach (AgentContext agent in installation.Agents)
                findings.AddRange(MovedCredentials.Of(installation, agent, errors));

            findings.AddRange(MovedSessions.Of(installation));
        }

        return new MigrationForecast(
            installation.Paths.StateDirectory,
            hasMoved,
            [.. findings.Select(finding => finding with { StateDirectory = installation.Paths.StateDirectory }).OrderByDescending(finding => finding.Severity)],
            [.. errors.DistinctBy(error => error.Path ?? error.Message, PathComparison.Here.Comparer)]);
    }

    /// <summary>The copies of a file beside it that programs and people make.</summary>
    public static IEnumerable<string> CopiesOf(string path, List<MoltbotException> errors)
    {
        foreach (SecretPlace place in FilePlaces.CopiesOf(path, SecretPlaceKind.StoreCopy))
        {
            if (place.Problem is { } problem)
                errors.Add(problem);
            else
                yield return place.Place.Path;
        }
    }
}
