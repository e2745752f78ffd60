namespace Moltbot.Core.Failures;

/// <summary>What a person can do about a failure that only they can repair.</summary>
public static class FailureHint
{
    private const string ClaudeCodeOnly =
        "The stored token is a Claude Code subscription token, which the provider does not accept for other requests. Use an API key instead: "
        + "store one with `moltbot models auth paste-api-key --provider anthropic` (Import-MoltbotApiKey anthropic), then have it "
        + "alone used with `moltbot models auth order set --provider anthropic anthropic:default` (Set-MoltbotAuthOrder anthropic anthropic:default).";

    /// <summary>The way out of what a message says, or <see langword="null"/> when there is nothing special to do.</summary>
    public static string? For(string message) => FailureText.IsClaudeCodeOnly(message) ? ClaudeCodeOnly : null;
}
