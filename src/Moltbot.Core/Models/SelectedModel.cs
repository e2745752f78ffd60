using Moltbot.Core.Providers;

namespace Moltbot.Core.Models;

/// <summary>The model that a text selects.</summary>
/// <param name="Reference">The model.</param>
/// <param name="IsDefault">Whether it is the default model anyway.</param>
/// <param name="Alias">The alias that it was named by, or the first that it has; <see langword="null"/> when neither is there.</param>
public sealed record SelectedModel(ModelReference Reference, bool IsDefault, string? Alias);
