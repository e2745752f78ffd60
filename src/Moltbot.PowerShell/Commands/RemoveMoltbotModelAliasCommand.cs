using System.Management.Automation;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Takes aliases of models away.</summary>
[Cmdlet(VerbsCommon.Remove, "MoltbotModelAlias", HelpUri = OnlineHelp.Pages + "Remove-MoltbotModelAlias.md", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveMoltbotModelAliasCommand : ModelCmdlet
{
    /// <summary>The aliases.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelAliasCompleter))]
    [Name]
    public string[] Alias { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string alias in Alias)
        {
            if (Approves(Models.PlanAliasRemoval(alias)))
                Models.RemoveAlias(alias, Cancellation);
        }
    }
}
