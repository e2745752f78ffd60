using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth order set</c>.</summary>
internal static class OrderSetCommand
{
    public static Command Create(Session session)
    {
        Option<string> provider = OrderOptions.Provider();
        Option<string> agent = OrderOptions.Agent();
        Argument<string[]> profileIds = new("profileIds")
        {
            Description = "The profiles to try, the first one first.",
            Arity = ArgumentArity.OneOrMore,
        };
        Command command = new("set", "Set a provider's order override; only these profiles are tried from then on.") { provider, agent, profileIds };
        command.SetAction(parsed => Run(session, parsed.GetValue(provider)!, parsed.GetValue(agent), parsed.GetValue(profileIds)!));
        return command;
    }

    private static int Run(Session session, string provider, string? agentName, string[] profileIds)
    {
        Agent agent = OrderOptions.AgentOf(session, agentName);
        AuthOrder order = Interruption.Guard(cancellation => agent.SetOrder(ProviderId.Parse(provider), profileIds, cancellation));
        session.Output.WriteLine($"Agent: {order.Agent}");
        session.Output.WriteLine($"Provider: {order.Provider}");
        session.Output.WriteLine($"Order override: {string.Join(", ", order.ProfileId)}");
        return 0;
    }
}
