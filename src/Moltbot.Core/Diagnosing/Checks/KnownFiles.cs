using Moltbot.Core.Auditing;
using Moltbot.Core.Files;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>The files that an installation may have, each once.</summary>
internal static class KnownFiles
{
    /// <summary>All of them, whether they exist or not.</summary>
    public static IEnumerable<KnownFile> Of(ExaminedInstallation installation) =>
        installation.Places.Where(place => place.Problem is null).Select(place => new KnownFile(place.Place.Path, place.Kind is SecretPlaceKind.Store or SecretPlaceKind.Database, place.Agent))
            .Concat(installation.Agents.Select(agent => new KnownFile(installation.SessionsOf(agent).Place.Path, IsWritten: true, agent.Id)))
            .Append(new KnownFile(installation.Paths.EndpointsPath, IsWritten: false))
            .DistinctBy(file => file.Path, PathComparison.Here.Comparer);

    /// <summary>Those beside which locks and half-written contents can lie: everything but copies.</summary>
    public static IEnumerable<KnownFile> Changed(ExaminedInstallation installation)
    {
        HashSet<string> copies = [.. installation.Places.Where(place => place.Kind == SecretPlaceKind.StoreCopy || FileRepairs.IsAside(place.Place.Path)).Select(place => place.Place.Path)];
        return Of(installation).Where(file => !copies.Contains(file.Path));
    }
}
