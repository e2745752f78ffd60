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
        Option<string> provider = CommonOptions.Provider("The provider, for instance anthropic; may be left out with --remove-unknown.");
        Option<string> agent = OrderOptions.Agent();
        Argument<string[]> profileIds = new("profileIds")
        {
            Description = "The profiles to try, the first one first.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        FlagOption removeUnknown = new("--remove-unknown") { Description = "Take profiles that do not exist out of the order, or of all orders." };
        Command command = new("set", "Set a provider's order override; only these profiles are tried from then on.") { provider, agent, profileIds, removeUnknown };
        command.Validators.Add(result =>
        {
            if (result.GetResult(removeUnknown) is not null)
                return;
            if (result.GetResult(provider) is null)
                result.AddError("Option '--provider' is required.");
            else if (result.GetResult(profileIds) is not { Tokens.Count: > 0 })
                result.AddError("Required argument missing for command: 'set'.");
        });
        command.SetAction(parsed => parsed.Has(removeUnknown)
            ? Mend(session, CommonOptions.ProviderOf(parsed.GetValue(provider)), parsed.GetValue(agent))
            : Run(session, parsed.GetValue(provider)!, parsed.GetValue(agent), parsed.GetValue(profileIds)!));
        return command;
    }

    private static int Mend(Session session, ProviderId? provider, string? agentName)
    {
        Agent agent = OrderOptions.AgentOf(session, agentName);
        IReadOnlyList<AuthOrder> mended = Interruption.Guard(cancellation => agent.MendOrders(provider, cancellation));
        session.Output.WriteLine($"Agent: {agent.Id}");
        foreach (AuthOrder order in mended)
            session.Output.WriteLine($"{order.Provider}: {(order.IsSet ? string.Join(", ", order.ProfileId) : "(none)")}");
        if (mended.Count == 0)
            session.Output.WriteLine("No order names a profile that does not exist.");

        return 0;
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
