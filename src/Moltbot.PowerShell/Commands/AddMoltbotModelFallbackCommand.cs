using System.Management.Automation;
using Moltbot.Core.Models;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Puts models behind those that are tried when the default model, or the one for images, fails.</summary>
[Cmdlet(VerbsCommon.Add, "MoltbotModelFallback", HelpUri = OnlineHelp.Pages + "Add-MoltbotModelFallback.md", SupportsShouldProcess = true)]
[OutputType(typeof(FallbackModel))]
public sealed class AddMoltbotModelFallbackCommand : ModelCmdlet
{
    /// <summary>The models as <c>provider/model</c>, or their aliases.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Name]
    public string[] Model { get; set; } = [];

    /// <summary>Whether the fallbacks of the model for images are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Image { get; set; }

    /// <summary>Whether all fallbacks are written to the pipeline afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ModelRole role = Image ? ModelRole.Image : ModelRole.Text;
        foreach (string model in Model)
        {
            Review(Installation.MainAgent, Models.Resolve(model), model);
            if (Approves(Models.PlanFallback(role, model)))
                Models.AddFallback(role, model, Cancellation);
        }

        if (PassThru)
            WriteObject(Installation.Reopen().Models.GetFallbacks(role), enumerateCollection: true);
    }
}
