using System.Management.Automation;
using Moltbot.Core.Models;
using Moltbot.PowerShell.Completion;

namespace Moltbot.PowerShell.Commands;

/// <summary>Sets the default model, or the one for images, and allows it.</summary>
[Cmdlet(VerbsCommon.Set, "MoltbotDefaultModel", SupportsShouldProcess = true)]
[OutputType(typeof(ModelReference))]
public sealed class SetMoltbotDefaultModelCommand : ModelCmdlet
{
    /// <summary>The model as <c>provider/model</c>, or its alias.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = "";

    /// <summary>Whether the model for images is meant.</summary>
    [Parameter]
    public SwitchParameter Image { get; set; }

    /// <summary>Whether the model is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ModelReference reference = Models.Resolve(Model);
        if (!ShouldProcess(Models.ConfigPath, $"Set the {(Image ? "image" : "default")} model to {reference}"))
            return;

        ModelReference set = Models.SetPrimary(Image ? ModelRole.Image : ModelRole.Text, Model, Cancellation);
        if (PassThru)
            WriteObject(set);
    }
}
