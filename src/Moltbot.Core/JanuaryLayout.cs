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
    private static readonly EnumerationOptions EveryFile = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <inheritdoc/>
    public LayoutKind Kind => LayoutKind.January;

    /// <inheritdoc/>
    public IProfileUsageRules Usage { get; } = new ProfileUsageRules();

    /// <inheritdoc/>
    public IProfileStore StoreOf(AgentId agent, string directory) =>
        new AgentStore(FilesIn(directory), FilesIn(paths.MainAgentDirectory), () => InstallationLayout.Of(paths), time);

    /// <inheritdoc/>
    public ISessionStore SessionsOf(AgentContext agent) => SessionStore.Of(agent);

    /// <inheritdoc/>
    public IEnumerable<SecretPlace> SecretPlaces(IEnumerable<AgentContext> agents, TextExposure texts) =>
        agents.SelectMany(PlacesOf).Concat(CommonPlaces(texts)).DistinctBy(place => place.Place);

    private static IEnumerable<SecretPlace> PlacesOf(AgentContext agent) =>
    [
        new(SecretPlaceKind.Store, agent.Store.Place, agent.Id),
        .. BackupsOf(agent.Store.Place.Path).Select(path => At(SecretPlaceKind.StoreCopy, path, agent.Id)),
        At(SecretPlaceKind.OlderLayout, Path.Combine(agent.Directory, "auth.json"), agent.Id),
        At(SecretPlaceKind.Models, agent.ModelsPath, agent.Id),
    ];

    private IEnumerable<SecretPlace> CommonPlaces(TextExposure texts) =>
    [
        At(SecretPlaceKind.OlderLayout, Path.Combine(paths.OAuthDirectory, "oauth.json")),
        .. WithBackups(paths.DotEnvPath).Select(path => At(SecretPlaceKind.Variables, path)),
        .. texts.WithIncludes(paths.ConfigPath).Concat(paths.OtherConfigPaths).SelectMany(WithBackups).Select(path => At(SecretPlaceKind.Settings, path)),
        At(SecretPlaceKind.Settings, paths.SecretProvidersPath),
    ];

    private static SecretPlace At(SecretPlaceKind kind, string path, AgentId? agent = null) => new(kind, StorePlace.OfFile(path), agent);

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
