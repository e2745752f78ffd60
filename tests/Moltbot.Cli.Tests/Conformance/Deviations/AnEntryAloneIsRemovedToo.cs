using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>Logging out of a profile that only the configuration names takes its entry out, where today's gateway finds nothing to do.</summary>
internal sealed class AnEntryAloneIsRemovedToo : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-change"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Input["args"] is not JsonArray arguments || arguments[2]!.GetValue<string>() != "logout" || recorded.Expected["exit"]!.ToJsonString() != "1")
            return false;

        string id = arguments[3]!.GetValue<string>();
        if (recorded.Input["config"]?["auth"] is not JsonObject { } auth || auth["profiles"]?[id] is null)
            return false;
        if (LaterChange.CellsOf(recorded.Input).Any(cell => cell.Store?["profiles"]?[id] is not null))
            return false;

        JsonObject after = LaterChange.AfterOf(recorded);
        JsonObject configured = after["config"]!["auth"]!.AsObject();
        configured["profiles"]!.AsObject().Remove(id);
        foreach ((string provider, JsonNode? order) in (configured["order"] as JsonObject ?? []).ToArray())
        {
            foreach (JsonNode? named in order!.AsArray().Where(item => item!.GetValue<string>() == id).ToArray())
                order.AsArray().Remove(named);
            if (order.AsArray().Count == 0)
                configured["order"]!.AsObject().Remove(provider);
        }

        recorded.Expected["exit"] = 0;
        recorded.Expected["after"] = after;
        return true;
    }
}
