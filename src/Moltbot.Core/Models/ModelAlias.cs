using Moltbot.Core.Providers;

namespace Moltbot.Core.Models;

/// <summary>A short name for a model.</summary>
/// <param name="Name">The name as it is written, without white space around it.</param>
/// <param name="Reference">The model.</param>
internal sealed record ModelAlias(string Name, ModelReference Reference);
