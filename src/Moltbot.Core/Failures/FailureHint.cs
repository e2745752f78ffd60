using Moltbot.Core.Errors;
namespace Moltbot.Core.Failures;

/// <summary>What a person can do about a failure that only they can repair.</summary>
public static class FailureHint
{
    private static readonly Advice ClaudeCodeOnly =
        $"The stored token is a Claude Code subscription token, which the provider does not accept for other requests. Use an API key instead: store one with {NextSteps.ImportApiKeyOf("anthropic")}, then have it alone used with {NextSteps.SetOrderTo("anthropic", ["anthropic:default"])}.";

    /// <summary>The way out of what a message says, or <see langword="null"/> when there is nothing special to do.</summary>
    /// <param name="message">What the provider said.</param>
    /// <param name="frontEnd">In whose words it is told.</param>
    public static string? For(string message, FrontEnd frontEnd) => FailureText.IsClaudeCodeOnly(message) ? ForClaudeCodeOnly(frontEnd) : null;

    /// <summary>The way out where only Claude Code may use a credential.</summary>
    /// <param name="frontEnd">In whose words it is told.</param>
    internal static string ForClaudeCodeOnly(FrontEnd frontEnd) => ClaudeCodeOnly.In(frontEnd);
}
