using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
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
        .. CopiesOf(agent.Store.Place.Path, SecretPlaceKind.StoreCopy, agent.Id),
        At(SecretPlaceKind.OlderLayout, Path.Combine(agent.Directory, "auth.json"), agent.Id),
        At(SecretPlaceKind.Models, agent.ModelsPath, agent.Id),
    ];

    private IEnumerable<SecretPlace> CommonPlaces(TextExposure texts) =>
    [
        .. WithCopies(Path.Combine(paths.OAuthDirectory, "oauth.json"), SecretPlaceKind.OlderLayout),
        .. WithCopies(paths.DotEnvPath, SecretPlaceKind.Variables),
        .. texts.WithIncludes(paths.ConfigPath).Concat(paths.OtherConfigPaths).SelectMany(path => WithCopies(path, SecretPlaceKind.Settings)),
        At(SecretPlaceKind.Settings, paths.SecretProvidersPath),
    ];

    private static SecretPlace At(SecretPlaceKind kind, string path, AgentId? agent = null) => new(kind, StorePlace.OfFile(path), agent);

    private static IEnumerable<SecretPlace> WithCopies(string path, SecretPlaceKind kind, AgentId? agent = null) =>
        CopiesOf(path, kind, agent).Prepend(At(kind, path, agent));

    /// <summary>The copies beside a file, as programs and people make them; where the directory cannot be listed, that there may be some.</summary>
    private static IEnumerable<SecretPlace> CopiesOf(string path, SecretPlaceKind kind, AgentId? agent = null)
    {
        IReadOnlyList<string> files = Folder.Files(Path.GetDirectoryName(path)!, out MoltbotException? problem);
        return problem is null
            ? files.Where(file => CopyName.IsCopyOf(Path.GetFileName(path), Path.GetFileName(file))).Select(file => At(kind, file, agent))
            : [At(kind, problem.Path!, agent) with { Problem = problem }];
    }

    private AgentStoreFiles FilesIn(string agentDirectory) => AgentStoreFiles.Locate(agentDirectory, paths.OAuthDirectory, homeDirectory);
}
