using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth order clear</c>.</summary>
internal static class OrderClearCommand
{
    public static Command Create(Session session)
    {
        Option<string> provider = OrderOptions.Provider();
        Option<string> agent = OrderOptions.Agent();
        Command command = new("clear", "Remove a provider's order override.") { provider, agent };
        command.SetAction(parsed => Run(session, parsed.GetValue(provider)!, parsed.GetValue(agent)));
        return command;
    }

    private static void Run(Session session, string provider, string? agentName)
    {
        Agent agent = OrderOptions.AgentOf(session, agentName);
        AuthOrder order = Interruption.Guard(cancellation => agent.ClearOrder(ProviderId.Parse(provider), cancellation));
        session.Output.WriteLine($"Agent: {order.Agent}");
        session.Output.WriteLine($"Provider: {order.Provider}");
        session.Output.WriteLine("Cleared per-agent order override.");
    }
}
