using System.Text.Json.Nodes;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>A model that the configuration names or a file describes, and what it is there for.</summary>
public sealed class ListedModel
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The id of the agent whose own default and fallbacks are marked, or <see langword="null"/> when the common ones are.</summary>
    public string? Agent { get; init; }

    /// <summary>Its place in the list, counted from 1.</summary>
    public required int Position { get; init; }

    /// <summary>The model as <c>provider/model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The provider's normal id.</summary>
    public required string Provider { get; init; }

    /// <summary>Its aliases.</summary>
    public required FlatList<string> Aliases { get; init; }

    /// <summary>What the configuration has it for: <c>default</c>, <c>fallback#1</c>, <c>image</c>, <c>img-fallback#1</c>, <c>configured</c>.</summary>
    public required FlatList<string> Marks { get; init; }

    /// <summary>Whether there is a credential for its provider that could be sent, be it expired or in cooldown.</summary>
    public required bool HasAuth { get; init; }

    /// <summary>Its provider's credentials in one line, masked.</summary>
    public required string Auth { get; init; }

    /// <summary>Its name for people.</summary>
    public string DisplayName => Described?.Name ?? Model;

    /// <summary>How many tokens it can look at, or <see langword="null"/> when no file says.</summary>
    public double? ContextWindow => Described?.ContextWindow;

    /// <summary>What can be put into it; empty when no file says.</summary>
    public FlatList<string> Input => Described is null ? [] : Described.Input.Count > 0 ? [.. Described.Input] : ["text"];

    /// <summary>Whether it runs on this machine or in this network; <see langword="null"/> when no file says.</summary>
    public bool? IsLocal => Described is null ? null : Described.IsLocal ?? false;

    /// <summary>Whether it is the default.</summary>
    public bool IsDefault => Marks.Contains("default", StringComparer.Ordinal);

    /// <summary>Whether it is tried when others fail.</summary>
    public bool IsFallback => Marks.Any(mark => mark.StartsWith("fallback#", StringComparison.Ordinal));

    /// <summary>Whether it looks at images, at first or when others fail.</summary>
    public bool IsImage => Marks.Any(mark => mark == "image" || mark.StartsWith("img-fallback#", StringComparison.Ordinal));

    /// <summary>The marks with the aliases, as the gateway's list has them.</summary>
    public FlatList<string> Tags => Aliases.Count == 0 ? Marks : [.. Marks, $"alias:{string.Join(',', Aliases)}"];

    internal CatalogModel? Described { get; init; }

    /// <summary>A line of the gateway's list as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["key"] = Model,
        ["name"] = DisplayName,
        ["input"] = Input.Count > 0 ? string.Join('+', Input) : "-",
        ["contextWindow"] = ContextWindow,
        ["local"] = IsLocal,
        ["available"] = HasAuth,
        ["tags"] = new JsonArray([.. Tags.Select(tag => (JsonNode?)tag)]),
        ["missing"] = false,
    };

    /// <inheritdoc/>
    public override string ToString() => Model;
}
