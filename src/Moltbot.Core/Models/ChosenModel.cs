namespace Moltbot.Core.Models;

/// <summary>A model that was made the first to be used.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The id of the agent that has it for its own, or <see langword="null"/> when it is the common one.</param>
/// <param name="Model">The model as <c>provider/model</c>.</param>
/// <param name="Image">Whether it is the one for images.</param>
public sealed record ChosenModel(string StateDirectory, string? Agent, string Model, bool Image)
{
    /// <summary>Always the model.</summary>
    public override string ToString() => Model;
}
