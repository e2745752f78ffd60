using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the order in which an agent tries a provider's auth profiles.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotAuthOrder", HelpUri = OnlineHelp.Pages + "Get-MoltbotAuthOrder.md")]
[OutputType(typeof(AuthOrder))]
public sealed class GetMoltbotAuthOrderCommand : AgentsCmdlet
{
    /// <summary>The provider; every provider that has an order if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string? Provider { get; set; }

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        IReadOnlyList<AuthOrder> orders = Provider is null ? agent.GetOrders() : [agent.GetOrder(ProviderId.Parse(Provider))];
        WriteWarnings(orders.Select(order => order.Warning).OfType<string>());
        WriteObject(orders, enumerateCollection: true);
    }
}
