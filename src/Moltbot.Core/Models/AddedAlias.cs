namespace Moltbot.Core.Models;

/// <summary>An alias that a model was given.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Alias">The alias as it is written, without white space around it.</param>
/// <param name="Model">The model as <c>provider/model</c>.</param>
public sealed record AddedAlias(string StateDirectory, string Alias, string Model);
