using System.Management.Automation;
using Moltbot.Core.Models;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Takes models out of those that are tried when the default model, or the one for images, fails.</summary>
[Cmdlet(VerbsCommon.Remove, "MoltbotModelFallback", HelpUri = OnlineHelp.Pages + "Remove-MoltbotModelFallback.md", SupportsShouldProcess = true, DefaultParameterSetName = "Model")]
[OutputType(typeof(FallbackModel))]
public sealed class RemoveMoltbotModelFallbackCommand : ModelCmdlet
{
    /// <summary>The models as <c>provider/model</c>, or their aliases.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Model")]
    [ArgumentCompleter(typeof(FallbackCompleter))]
    [Name]
    public string[] Model { get; set; } = [];

    /// <summary>Whether no fallback is left.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <summary>Whether the fallbacks of the model for images are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Image { get; set; }

    /// <summary>Whether all fallbacks are written to the pipeline afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private ModelRole Role => Image ? ModelRole.Image : ModelRole.Text;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (All && Approves(Models.PlanNoFallbacks(Role)))
            Models.ClearFallbacks(Role, Cancellation);

        foreach (string model in Model)
        {
            if (Approves(Models.PlanFallbackRemoval(Role, model)))
                Models.RemoveFallback(Role, model, Cancellation);
        }

        if (PassThru)
            WriteObject(Installation.Reopen().Models.GetFallbacks(Role), enumerateCollection: true);
    }
}
