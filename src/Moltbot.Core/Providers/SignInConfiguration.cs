namespace Moltbot.Core.Providers;

/// <summary>What a sign-in adds to the configuration, besides the entry of its profile.</summary>
internal sealed record SignInConfiguration
{
    /// <summary>The model to start with, or <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The model to start with on a gateway of today, or <see langword="null"/>.</summary>
    public string? TodayModel { get; init; }

    /// <summary>Whether the model is entered among those that are allowed, wanted as the default or not.</summary>
    public bool AllowsModel { get; init; }

    /// <summary>The alias that the model gets there, or <see langword="null"/>.</summary>
    public string? Alias { get; init; }

    /// <summary>Further models that are entered there.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>How a default begins that the model takes the place of; nothing said here or in <see cref="ReplacesExactly"/>, it takes the place of any.</summary>
    public IReadOnlyList<string> Replaces { get; init; } = [];

    /// <summary>The defaults that it takes the place of, whatever their case.</summary>
    public IReadOnlyList<string> ReplacesExactly { get; init; } = [];

    /// <summary>Where requests go, for a provider that has to be described; otherwise <see langword="null"/>.</summary>
    public SignInEndpoint? Endpoint { get; init; }
}
