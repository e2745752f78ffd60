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
        Option<bool> removeUnknown = CommonOptions.Flag("--remove-unknown", "Take profiles that do not exist out of the order, or of all orders, those of the configuration included.");
        Option<bool> dryRun = CommonOptions.Flag("--dry-run", "With --remove-unknown: say what would be done, and do nothing.");
        Command command = new("set", "Set a provider's order override; only these profiles are tried from then on.") { provider, agent, profileIds, removeUnknown, dryRun };
        command.Validators.Add(result =>
        {
            bool namesProfiles = result.GetResult(profileIds) is { Tokens.Count: > 0 };
            if (result.GetResult(removeUnknown) is not null)
            {
                if (namesProfiles)
                    result.AddError("Option '--remove-unknown' repairs the order that there is. Leave out either it or the profiles.");
            }
            else if (result.GetResult(provider) is null)
                result.AddError("Option '--provider' is required.");
            else if (!namesProfiles)
                result.AddError("Required argument missing for command: 'set'.");
            else if (result.GetResult(dryRun) is not null)
                result.AddError("Option '--dry-run' goes with '--remove-unknown' only.");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(removeUnknown))
                Repair(session, CommonOptions.ProviderOf(parsed.GetValue(provider)), parsed.GetValue(agent), parsed.GetValue(dryRun));
            else
                Run(session, parsed.GetValue(provider)!, parsed.GetValue(agent), parsed.GetValue(profileIds)!);
        });
        return command;
    }

    private static void Repair(Session session, ProviderId? provider, string? agentName, bool isDryRun)
    {
        Agent owner = OrderOptions.AgentOf(session, agentName);
        IReadOnlyList<AuthOrder> broken = owner.FindBrokenOrders(provider);
        foreach (AuthOrder order in broken)
        {
            string place = $"the {order.Provider} order in {session.Shorten(order.Path)}";
            if (!isDryRun)
                Interruption.Guard(cancellation => owner.RepairOrder(order, cancellation));

            session.Output.WriteLine($"{(isDryRun ? "Would take" : "Took")} {string.Join(", ", order.UnknownProfileId)} out of {place}.");
        }

        if (broken.Count == 0)
            session.Output.WriteLine("No order names a profile that does not exist.");
    }

    private static void Run(Session session, string provider, string? agentName, string[] profileIds)
    {
        Agent agent = OrderOptions.AgentOf(session, agentName);
        AuthOrder order = Interruption.Guard(cancellation => agent.SetOrder(ProviderId.Parse(provider), profileIds, cancellation));
        session.Output.WriteLine($"Agent: {order.Agent}");
        session.Output.WriteLine($"Provider: {order.Provider}");
        session.Output.WriteLine($"Order override: {string.Join(", ", order.ProfileId)}");
    }
}
