using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>No database is made: what needs one that is not there is refused, and an empty one is not missed.</summary>
internal sealed class ADatabaseIsTheGateways : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-change"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["after"] is not JsonObject after)
            return false;

        JsonObject agents = after["agents"] as JsonObject ?? [];
        string[] made = [.. agents.Select(agent => agent.Key).Where(agent => recorded.Input["agents"]?[agent] is null)];
        bool isNew = recorded.Input["sharedLocation"] is null;
        if (made.Length == 0 && !isNew)
            return false;

        if (isNew || Array.Exists(made, agent => HoldsSomething(agents[agent]!)))
        {
            recorded.Expected["exit"] = 1;
            recorded.Expected.Remove("after");
            return true;
        }

        foreach (string agent in made)
            agents.Remove(agent);

        return true;
    }

    private static bool HoldsSomething(JsonNode cells) => cells["state"] is not null || cells["store"]?["profiles"] is JsonObject { Count: > 0 };
}
