namespace Moltbot.Core.Profiles.January;

/// <summary>The files that an agent's credentials come from, as absolute paths. None of them needs to exist.</summary>
/// <param name="Store">The agent's <c>auth-profiles.json</c>.</param>
/// <param name="LegacyAuth">The agent's <c>auth.json</c> of an older layout.</param>
/// <param name="LegacyOAuth">The installation's <c>oauth.json</c> of an older layout.</param>
/// <param name="QwenCli">Where the Qwen command line keeps its sign-in.</param>
internal sealed record AgentStoreFiles(string Store, string LegacyAuth, string LegacyOAuth, string QwenCli)
{
    /// <summary>The files of an agent.</summary>
    /// <param name="agentDirectory">The agent's directory.</param>
    /// <param name="oauthDirectory">The directory of the legacy <c>oauth.json</c>.</param>
    /// <param name="homeDirectory">The home directory, where other programs keep their sign-ins.</param>
    public static AgentStoreFiles Locate(string agentDirectory, string oauthDirectory, string homeDirectory) => new(
        Path.Combine(agentDirectory, "auth-profiles.json"),
        Path.Combine(agentDirectory, "auth.json"),
        Path.Combine(oauthDirectory, "oauth.json"),
        Path.Combine(homeDirectory, ".qwen", "oauth_creds.json"));
}
