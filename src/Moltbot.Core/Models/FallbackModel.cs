namespace Moltbot.Core.Models;

/// <summary>A model that is tried when those before it fail.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Model">The model as <c>provider/model</c>.</param>
/// <param name="Written">The same as the configuration has it, which may be an alias.</param>
/// <param name="Position">Its place among them, counted from 1.</param>
/// <param name="Image">Whether they are those for images.</param>
public sealed record FallbackModel(string StateDirectory, string Model, string Written, int Position, bool Image)
{
    /// <summary>Always the model, as it is written.</summary>
    public override string ToString() => Written;
}
