using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>
/// Sets the order in which an agent tries a provider's auth profiles. What the pipeline brings for one agent and one
/// provider is one order: profiles can be piped one by one, the first one first.
/// </summary>
[Cmdlet(VerbsCommon.Set, "MoltbotAuthOrder", HelpUri = OnlineHelp.Pages + "Set-MoltbotAuthOrder.md", SupportsShouldProcess = true, DefaultParameterSetName = "Order")]
[OutputType(typeof(AuthOrder))]
public sealed class SetMoltbotAuthOrderCommand : AgentCmdlet
{
    private readonly List<RequestedOrder> requests = [];

    /// <summary>The provider; every provider that has an order may be meant with <see cref="RemoveUnknown"/>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Order")]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "RemoveUnknown")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string Provider { get; set; } = "";

    /// <summary>The profiles to try, the first one first, and no others.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Order")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[] ProfileId { get; set; } = [];

    /// <summary>Whether profiles that do not exist are taken out of the orders there are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "RemoveUnknown")]
    public SwitchParameter RemoveUnknown { get; set; }

    /// <summary>Whether the order is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        if (RemoveUnknown)
        {
            Repair(agent, Provider.Length == 0 ? null : ProviderId.Parse(Provider));
            return;
        }

        ProviderId provider = ProviderId.Parse(Provider);
        RequestedOrder? request = requests.Find(request => request.Agent.IsSameAs(agent) && request.Provider == provider);
        if (request is null)
            requests.Add(request = new RequestedOrder(agent, provider, []));

        request.ProfileIds.AddRange(ProfileId);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        foreach (RequestedOrder request in requests)
            AttemptItem(() => Set(request));
    }

    private void Repair(Agent agent, ProviderId? only)
    {
        foreach (AuthOrder broken in agent.FindBrokenOrders(only))
        {
            if (!Approves(new PlannedChange(broken.Path, $"Take {string.Join(", ", broken.UnknownProfileId)} out of the {broken.Provider} order")))
                continue;

            AuthOrder repaired = agent.RepairOrder(broken, Cancellation);
            if (PassThru)
                WriteObject(repaired);
        }
    }

    private void Set(RequestedOrder request)
    {
        if (!Approves(request.Agent.PlanOrder(request.Provider, request.ProfileIds)))
            return;

        AuthOrder order = request.Agent.SetOrder(request.Provider, request.ProfileIds, Cancellation);
        if (PassThru)
            WriteObject(order);
    }

    private sealed record RequestedOrder(Agent Agent, ProviderId Provider, List<string> ProfileIds);
}
