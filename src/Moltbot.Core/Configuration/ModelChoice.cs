using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration;

/// <summary>A primary model and what to try after it.</summary>
/// <param name="Primary">The reference as it is written, trimmed; empty when none is given.</param>
/// <param name="Fallbacks">The references to try next, in order.</param>
public sealed record ModelChoice(string Primary, IReadOnlyList<string> Fallbacks)
{
    /// <summary>Whether it says what to try next, be it nothing.</summary>
    public bool NamesFallbacks { get; private init; }

    /// <summary>Reads <c>"model"</c> or <c>{ "primary": …, "fallbacks": […] }</c>.</summary>
    internal static ModelChoice Read(JsonNode? node) => node.AsText() is { } text
        ? new ModelChoice(EcmaScriptText.Trim(text), [])
        : new ModelChoice(EcmaScriptText.Trim(node.Member("primary").AsText() ?? ""), [.. node.Member("fallbacks").Texts()])
        {
            NamesFallbacks = node.Member("fallbacks") is not null,
        };
}
