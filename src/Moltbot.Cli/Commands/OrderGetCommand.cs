using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth order get</c>.</summary>
internal static class OrderGetCommand
{
    public static Command Create(Session session)
    {
        Option<string> provider = OrderOptions.Provider();
        Option<string> agent = OrderOptions.Agent();
        Option<bool> json = CommonOptions.Json();
        Command command = new("get", "Show a provider's order override.") { provider, agent, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(provider)!, parsed.GetValue(agent), parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string provider, string? agentName, bool asJson)
    {
        Agent agent = OrderOptions.AgentOf(session, agentName);
        AuthOrder order = agent.GetOrder(ProviderId.Parse(provider));
        session.Warn(order.Warning is { } warning ? [warning] : []);
        string storePath = session.Shorten(agent.StorePath);
        if (asJson)
        {
            JsonOutput.Write(session, new JsonObject
            {
                ["agentId"] = order.Agent,
                ["agentDir"] = agent.Directory,
                ["provider"] = order.Provider,
                [agent.IsOfToday ? "authStatePath" : "authStorePath"] = storePath,
                ["order"] = order.IsSet ? new JsonArray([.. order.ProfileId.Select(id => (JsonNode?)id)]) : null,
            });
            return;
        }

        session.Output.WriteLine($"Agent: {order.Agent}");
        session.Output.WriteLine($"Provider: {order.Provider}");
        session.Output.WriteLine($"{(agent.IsOfToday ? "Auth state store" : "Auth file")}: {storePath}");
        session.Output.WriteLine(agent.IsOfToday
            ? $"Auth profile order override: {(order.IsSet ? string.Join(", ", order.ProfileId) : agent.GetConfiguredOrder(ProviderId.Parse(provider)) is { Count: > 0 } configured ? $"none (using order from config: {string.Join(", ", configured)})" : "none (selecting automatically)")}"
            : $"Order override: {(order.IsSet ? string.Join(", ", order.ProfileId) : "(none)")}");
    }
}
