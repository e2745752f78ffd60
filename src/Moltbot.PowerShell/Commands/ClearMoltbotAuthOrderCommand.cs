using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Removes the order in which an agent tries a provider's auth profiles.</summary>
[Cmdlet(VerbsCommon.Clear, "MoltbotAuthOrder", HelpUri = OnlineHelp.Pages + "Clear-MoltbotAuthOrder.md", SupportsShouldProcess = true)]
[OutputType(typeof(AuthOrder))]
public sealed class ClearMoltbotAuthOrderCommand : AgentCmdlet
{
    /// <summary>The provider.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string Provider { get; set; } = "";

    /// <summary>Whether what is in force afterwards is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        ProviderId provider = ProviderId.Parse(Provider);
        if (!Approves(agent.PlanNoOrder(provider)))
            return;

        AuthOrder order = agent.ClearOrder(provider, Cancellation);
        if (order.IsSet)
            WriteWarning($"The order of the main agent is in force now: {string.Join(", ", order.ProfileId)}.");
        if (PassThru)
            WriteObject(order);
    }
}
