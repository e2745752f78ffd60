using System.Management.Automation;
using Moltbot.Core.Files;
using Moltbot.Core.Models;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gives a model an alias, in place of the one it has.</summary>
[Cmdlet(VerbsCommon.Add, "MoltbotModelAlias", HelpUri = OnlineHelp.Pages + "Add-MoltbotModelAlias.md", SupportsShouldProcess = true)]
[OutputType(typeof(AddedAlias))]
public sealed class AddMoltbotModelAliasCommand : ModelCmdlet
{
    /// <summary>The alias: letters, numbers, dots, underscores, colons and dashes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Name]
    public string Alias { get; set; } = "";

    /// <summary>The model as <c>provider/model</c>, or another alias of it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Name]
    public string Model { get; set; } = "";

    /// <summary>Whether the alias is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        PlannedChange planned = Models.PlanAlias(Alias, Model);
        Review(Installation.MainAgent, Models.Resolve(Model), Model);
        if (!Approves(planned))
            return;

        AddedAlias added = Models.AddAlias(Alias, Model, Cancellation);
        if (PassThru)
            WriteObject(added);
    }
}
