using Moltbot.Core.Models;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that changes the models of the configuration.</summary>
public abstract class ModelCmdlet : MoltbotCmdlet
{
    /// <summary>The models of the configuration.</summary>
    protected ModelSettings Models => Installation.Models;

    /// <inheritdoc/>
    protected sealed override void Prepare() => RequireUsableConfiguration();
}
