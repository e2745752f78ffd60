using Moltbot.Core.Auditing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;
using Moltbot.Core.Sessions;

namespace Moltbot.Core;

/// <summary>The layout of January: an <c>auth-profiles.json</c> for each agent, <c>.env</c> files and JSON5 (docs/gateway/credentials.md §1).</summary>
/// <param name="paths">Where the files are.</param>
/// <param name="homeDirectory">The home directory, where other programs keep their sign-ins.</param>
/// <param name="time">The clock.</param>
internal sealed class JanuaryLayout(InstallationPaths paths, string homeDirectory, TimeProvider time) : IInstallationLayout
{
    private static readonly EnumerationOptions EveryFile = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <inheritdoc/>
    public LayoutKind Kind => LayoutKind.January;

    /// <inheritdoc/>
    public IProfileStore StoreOf(string agentDirectory) =>
        new AgentStore(FilesIn(agentDirectory), FilesIn(paths.MainAgentDirectory), () => InstallationLayout.Of(paths), time);

    /// <inheritdoc/>
    public ISessionStore SessionsOf(AgentContext agent) => SessionStore.Of(agent);

    /// <inheritdoc/>
    public IEnumerable<SecretPlace> SecretPlaces(IEnumerable<AgentContext> agents) =>
        agents.SelectMany(PlacesOf).Concat(CommonPlaces()).DistinctBy(place => place.Path, StringComparer.Ordinal);

    private static IEnumerable<SecretPlace> PlacesOf(AgentContext agent) =>
    [
        new(SecretPlaceKind.Store, agent.Store.Place.Path, agent.Id),
        .. BackupsOf(agent.Store.Place.Path).Select(path => new SecretPlace(SecretPlaceKind.StoreCopy, path, agent.Id)),
        new(SecretPlaceKind.OlderLayout, Path.Combine(agent.Directory, "auth.json"), agent.Id),
        new(SecretPlaceKind.Models, Path.Combine(agent.Directory, "models.json"), agent.Id),
    ];

    private IEnumerable<SecretPlace> CommonPlaces() =>
    [
        new(SecretPlaceKind.OlderLayout, Path.Combine(paths.OAuthDirectory, "oauth.json")),
        .. WithBackups(paths.DotEnvPath).Select(path => new SecretPlace(SecretPlaceKind.Variables, path)),
        .. TextExposure.WithIncludes(paths.ConfigPath).Concat(paths.OtherConfigPaths).SelectMany(WithBackups).Select(path => new SecretPlace(SecretPlaceKind.Settings, path)),
        new(SecretPlaceKind.Settings, paths.SecretProvidersPath),
    ];

    private static IEnumerable<string> WithBackups(string path) => BackupsOf(path).Prepend(path);

    /// <summary>The copies beside a file: <c>name.bak</c>, <c>name.bak.1</c>, <c>name.2026-01-28.old</c>.</summary>
    private static IEnumerable<string> BackupsOf(string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        return Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, Path.GetFileName(path) + ".*", EveryFile).Where(IsCopy).Order(StringComparer.Ordinal)
            : [];
    }

    private static bool IsCopy(string path) => !path.EndsWith(".lock", StringComparison.Ordinal) && !path.EndsWith(".example", StringComparison.Ordinal);

    private AgentStoreFiles FilesIn(string agentDirectory) => AgentStoreFiles.Locate(agentDirectory, paths.OAuthDirectory, homeDirectory);
}
