using System.Buffers;

namespace Moltbot.Core.Auditing;

/// <summary>
/// What gateways write in the place of a key in <c>models.json</c> where there is none: the name of a variable or a command in
/// January, and in later ones also words that say from where the key comes, or that none is needed.
/// </summary>
internal static class ModelMarker
{
    private static readonly SearchValues<char> OfVariables = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "apple-fm-local", "codex-app-server", "custom-local", "gcp-vertex-credentials", "lmstudio-local", "minimax-oauth",
        "ollama-local", "openclaw:claude-cli-native-auth", "qwen-oauth", "secretref-managed",
    };

    private static readonly string[] Beginnings = ["!", "oauth:", "secretref-env:"];

    /// <summary>Whether a text is one.</summary>
    public static bool Is(string text) =>
        Words.Contains(text) || Beginnings.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal)) || !text.AsSpan().ContainsAnyExcept(OfVariables);
}
