namespace Moltbot.Core.Configuration;

/// <summary>An entry of <c>agents.defaults.models</c>.</summary>
/// <param name="Reference">The model reference as it is written.</param>
/// <param name="Alias">The alias, <see langword="null"/> when none is given; an empty one switches the built-in alias off.</param>
public sealed record ConfiguredModel(string Reference, string? Alias);
