using Moltbot.Core.Auditing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Core.Sessions;
using Moltbot.Core.Sessions.Today;

namespace Moltbot.Core;

/// <summary>The layout of today: two databases and <c>openclaw.json</c> (docs/gateway/later.md §2).</summary>
/// <param name="paths">Where the files are.</param>
/// <param name="time">The clock.</param>
/// <param name="unnoticed">Where it is noted that a running gateway has to be told of a change.</param>
internal sealed class TodayLayout(InstallationPaths paths, TimeProvider time, UnnoticedChange unnoticed) : IInstallationLayout
{
    /// <inheritdoc/>
    public LayoutKind Kind => LayoutKind.Today;

    /// <inheritdoc/>
    public string? Version => CellReading.VersionIn(paths.StateDatabasePath);

    /// <inheritdoc/>
    public IProfileUsageRules Usage { get; } = new TodayUsageRules();

    /// <inheritdoc/>
    public IProfileStore StoreOf(AgentId agent, string directory) => new TodayStore(TodayPlaces.Of(paths, directory), () => InstallationLayout.Of(paths), time, unnoticed);

    /// <inheritdoc/>
    public IEnumerable<string> SharedStores => [paths.StateDatabasePath, TodayPlaces.Of(paths, paths.MainAgentDirectory).MainDatabase];

    /// <inheritdoc/>
    public ISessionStore SessionsOf(AgentContext agent) => SessionNodes.Of(agent);

    /// <inheritdoc/>
    public IEnumerable<SecretPlace> SecretPlaces(IEnumerable<AgentContext> agents, TextExposure texts) =>
        agents.SelectMany(PlacesOf).Concat(CommonPlaces(texts)).DistinctBy(place => place.Place);

    /// <summary>An agent's store, and the files of January's that the gateway keeps beside it once it has taken them over, or that stop it.</summary>
    private static IEnumerable<SecretPlace> PlacesOf(AgentContext agent) =>
    [
        new(SecretPlaceKind.Store, agent.StorePlace, agent.Id),
        .. FilePlaces.WithCopies(Path.Combine(agent.Directory, "auth-profiles.json"), SecretPlaceKind.StoreCopy, agent.Id),
        .. FilePlaces.WithCopies(Path.Combine(agent.Directory, "auth.json"), SecretPlaceKind.OlderLayout, agent.Id),
        FilePlaces.At(SecretPlaceKind.Models, agent.ModelsPath, agent.Id),
        .. FilePlaces.DatabasesIn(agent.Directory, agent.Id),
        .. FilePlaces.AllIn(Path.Combine(Path.GetDirectoryName(agent.Directory) ?? "", "session-sqlite-import-archive"), SecretPlaceKind.Archive, agent.Id),
    ];

    private IEnumerable<SecretPlace> CommonPlaces(TextExposure texts) =>
    [
        .. FilePlaces.DatabasesIn(Path.GetDirectoryName(paths.StateDatabasePath)!, agent: null),
        .. FilePlaces.WithCopies(Path.Combine(paths.OAuthDirectory, "oauth.json"), SecretPlaceKind.OlderLayout),
        .. FilePlaces.WithCopies(paths.DotEnvPath, SecretPlaceKind.Variables),
        .. paths.GatewayDotEnvPath is { } other ? FilePlaces.WithCopies(other, SecretPlaceKind.Variables) : [],
        .. texts.WithIncludes(paths.ConfigPath).Concat(paths.OtherConfigPaths).SelectMany(path => FilePlaces.WithCopies(path, SecretPlaceKind.Settings)),
        FilePlaces.At(SecretPlaceKind.Settings, paths.SecretProvidersPath),
    ];
}
