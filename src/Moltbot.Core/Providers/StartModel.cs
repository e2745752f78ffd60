using System.Text.Json.Nodes;

namespace Moltbot.Core.Providers;

/// <summary>A model that onboarding starts a provider with (docs/gateway/onboard.md §2).</summary>
/// <param name="Id">The provider's id for it.</param>
/// <param name="Alias">The short name that it gets, or <see langword="null"/>.</param>
public sealed record StartModel(string Id, string? Alias = null)
{
    /// <summary>Whether the alias replaces another one that a user has chosen, as the gateway does.</summary>
    public bool HasFixedAlias { get; init; }

    /// <summary>The name for people.</summary>
    public string Name { get; init; } = Id;

    /// <summary>How many tokens it takes.</summary>
    public int ContextWindow { get; init; } = 200_000;

    /// <summary>How many tokens it answers with at most.</summary>
    public int MaxTokens { get; init; } = 8_192;

    /// <summary>More members of its description, as JSON.</summary>
    internal string More { get; init; } = "{}";

    /// <summary>Its description below <c>models.providers</c>.</summary>
    internal JsonObject ToJson()
    {
        JsonObject json = new() { ["id"] = Id, ["name"] = Name, ["contextWindow"] = ContextWindow, ["maxTokens"] = MaxTokens };
        foreach ((string name, JsonNode? value) in JsonNode.Parse(More)!.AsObject())
            json[name] = value?.DeepClone();

        return json;
    }
}
