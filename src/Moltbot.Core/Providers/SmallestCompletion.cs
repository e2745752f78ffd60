using System.Text.Json;

namespace Moltbot.Core.Providers;

/// <summary>The smallest real request of a protocol, and what proves that it was served (docs/gateway/probes.md §3).</summary>
/// <param name="Path">Where it goes, below the base; <c>{model}</c> stands for the model.</param>
/// <param name="Body">What is sent, without the model and the limit.</param>
/// <param name="Limit">Where the limit of the answer stands: the names of members from the outside in, with points between.</param>
/// <param name="Tokens">The lowest limit that is taken.</param>
/// <param name="IsReply">Whether an answer is what a model said, or the beginning of it.</param>
internal sealed record SmallestCompletion(string Path, string Body, string Limit, int Tokens, Func<JsonElement, bool> IsReply)
{
    /// <summary>Whether the body names the model; else the path does.</summary>
    public bool NamesModel => !Path.Contains("{model}", StringComparison.Ordinal);
}
