using Moltbot.Core.Auditing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;
using Moltbot.Core.Sessions;
using Moltbot.Core.Sessions.January;

namespace Moltbot.Core;

/// <summary>The layout of January: an <c>auth-profiles.json</c> for each agent, <c>.env</c> files and JSON5 (docs/gateway/credentials.md §1).</summary>
/// <param name="paths">Where the files are.</param>
/// <param name="homeDirectory">The home directory, where other programs keep their sign-ins.</param>
/// <param name="time">The clock.</param>
internal sealed class JanuaryLayout(InstallationPaths paths, string homeDirectory, TimeProvider time) : IInstallationLayout
{
    /// <inheritdoc/>
    public LayoutKind Kind => LayoutKind.January;

    /// <inheritdoc/>
    public string? Version => null;

    /// <inheritdoc/>
    public IProfileUsageRules Usage { get; } = new ProfileUsageRules();

    /// <inheritdoc/>
    public IProfileStore StoreOf(AgentId agent, string directory) =>
        new AgentStore(FilesIn(directory), FilesIn(paths.MainAgentDirectory), () => InstallationLayout.Of(paths), time);

    /// <inheritdoc/>
    public IEnumerable<string> SharedStores => [FilesIn(paths.MainAgentDirectory).Store];

    /// <inheritdoc/>
    public ISessionStore SessionsOf(AgentContext agent) => SessionStore.Of(agent);

    /// <inheritdoc/>
    public IEnumerable<SecretPlace> SecretPlaces(IEnumerable<AgentContext> agents, TextExposure texts) =>
        agents.SelectMany(PlacesOf).Concat(CommonPlaces(texts)).DistinctBy(place => place.Place);

    private static IEnumerable<SecretPlace> PlacesOf(AgentContext agent) =>
    [
        new(SecretPlaceKind.Store, agent.StorePlace, agent.Id),
        .. FilePlaces.CopiesOf(agent.StorePath, SecretPlaceKind.StoreCopy, agent.Id),
        FilePlaces.At(SecretPlaceKind.OlderLayout, Path.Combine(agent.Directory, "auth.json"), agent.Id),
        FilePlaces.At(SecretPlaceKind.Models, agent.ModelsPath, agent.Id),
    ];

    private IEnumerable<SecretPlace> CommonPlaces(TextExposure texts) =>
    [
        .. FilePlaces.WithCopies(Path.Combine(paths.OAuthDirectory, "oauth.json"), SecretPlaceKind.OlderLayout),
        .. FilePlaces.WithCopies(paths.DotEnvPath, SecretPlaceKind.Variables),
        .. texts.WithIncludes(paths.ConfigPath).Concat(paths.OtherConfigPaths).SelectMany(path => FilePlaces.WithCopies(path, SecretPlaceKind.Settings)),
        FilePlaces.At(SecretPlaceKind.Settings, paths.SecretProvidersPath),
    ];

    private AgentStoreFiles FilesIn(string agentDirectory) => AgentStoreFiles.Locate(agentDirectory, paths.OAuthDirectory, homeDirectory);
}
