using Moltbot.Core;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that changes the models of the configuration.</summary>
public abstract class ModelCmdlet : MoltbotCmdlet
{
    /// <summary>The models of the configuration.</summary>
    protected ModelSettings Models => Installation.Models;

    /// <inheritdoc/>
    protected sealed override void Prepare() => RequireUsableConfiguration();

    /// <summary>Tells what a person should know about a model before it is used.</summary>
    /// <param name="agent">The agent that is to use it; the main one for all.</param>
    /// <param name="model">The model.</param>
    /// <param name="typed">How it was named.</param>
    private protected void Review(Agent agent, ModelReference model, string typed) => WriteWarnings(agent.ReviewModel(model, typed));
}
