using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// The status says of a sign-in whose access token has expired that it renews itself where it does, so that nobody is alarmed.
/// The reference says only that it has expired.
/// </summary>
internal sealed class ASignInSaysThatItRenewsItself : Deviation
{
    private const string Expired = " expired expires in ";

    /// <summary>Those whose sign-ins can be renewed (docs/gateway/oauth.md §9).</summary>
    private static readonly string[] Renewable = ["anthropic", "openai-codex", "github-copilot", "google-gemini-cli", "google-antigravity", "chutes", "qwen-portal"];

    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["stdout"]?["text"] is not JsonValue shown || recorded.StoreOfMain() is not { } store)
            return false;

        JsonObject profiles = recorded.FilesBefore()[store]!["json"]!["profiles"]!.AsObject();
        string text = shown.GetValue<string>();
        string rewritten = string.Join('\n', text.Split('\n').Select(line => IsOfOne(line, profiles) ? line.Replace(Expired, " expired (renews itself) expires in ", StringComparison.Ordinal) : line));
        recorded.Expected["stdout"]!["text"] = rewritten;
        return rewritten != text;
    }

    private static bool IsOfOne(string line, JsonObject profiles) =>
        line.StartsWith("  - ", StringComparison.Ordinal)
        && line.IndexOf(Expired, StringComparison.Ordinal) is > 0 and int end
        && profiles[line[4..end].Split(' ')[0]] is JsonObject profile
        && profile["type"]?.GetValue<string>() == "oauth"
        && profile["refresh"] is JsonValue refresh && refresh.TryGetValue(out string? token) && token.Trim().Length > 0
        && Renewable.Contains(profile["provider"]!.GetValue<string>(), StringComparer.Ordinal);
}
