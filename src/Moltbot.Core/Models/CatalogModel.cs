namespace Moltbot.Core.Models;

/// <summary>A model that a file describes.</summary>
/// <param name="Provider">The provider, as the file spells it.</param>
/// <param name="Id">The model, as the provider spells it.</param>
public sealed record CatalogModel(string Provider, string Id)
{
    /// <summary>The model as <c>provider/model</c>.</summary>
    public string Key => $"{Provider}/{Id}";

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What can be put into it: <c>text</c>, <c>image</c>.</summary>
    public IReadOnlyList<string> Input { get; init; } = [];

    /// <summary>How many tokens it can look at, or <see langword="null"/> when nobody says.</summary>
    public double? ContextWindow { get; init; }

    /// <summary>Where its requests go, or <see langword="null"/> when nobody says.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Whether it runs on this machine or in this network; <see langword="null"/> when nobody says.</summary>
    public bool? IsLocal => BaseUrl is null ? null : Uri.TryCreate(BaseUrl, UriKind.Absolute, out Uri? address)
        && (address.IdnHost is "localhost" or "127.0.0.1" or "0.0.0.0" or "::1" || address.IdnHost.EndsWith(".local", StringComparison.OrdinalIgnoreCase));
}
