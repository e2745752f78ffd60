using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A change for an agent other than main writes that change into the agent's file and nothing else with it. The reference
/// writes main's profiles and bookkeeping there as well. What the agent sees is the same in both.
/// </summary>
internal sealed class AgentKeepsItsOwnChangesOnly : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-refresh", "usage"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Input["agent"] is null)
            return false;

        return recorded.Kind == "usage" ? RewriteUsage(recorded) : RewriteSignIn(recorded);
    }

    /// <summary>A sign-in is renewed where it is stored.</summary>
    private static bool RewriteSignIn(ConformanceCase recorded)
    {
        string profileId = recorded.Input.Text("profileId")!;
        if (recorded.Expected["written"]?["helper"]?["profiles"]?[profileId] is not { } renewed)
            return false;

        JsonNode store = RecordedSignIn.StoreOf(recorded.Input).DeepClone();
        store["profiles"]![profileId] = renewed.DeepClone();
        JsonObject written = new() { [RecordedSignIn.HolderOf(recorded.Input)] = store };
        bool differs = JsonDifference.Find(recorded.Expected["written"], written) is not null;
        recorded.Expected["written"] = written;
        return differs;
    }

    private static bool RewriteUsage(ConformanceCase recorded)
    {
        JsonObject own = RecordedValues.Decode(JsonNode.Parse(RecordedValues.ToFileText(recorded.Input["store"])))!.AsObject();
        JsonObject seen = Overlay(recorded.Input["mainStore"]?["usageStats"], own["usageStats"]);
        JsonNode? before = own["usageStats"]?.DeepClone();
        JsonArray steps = [];
        foreach ((JsonNode? step, JsonNode? after) in recorded.Input["steps"]!.AsArray().Zip(recorded.Expected["usageStats"]!.AsArray()))
        {
            string profileId = step!["profileId"]!.GetValue<string>();
            if (JsonDifference.Find(before, after) is not null)
            {
                if (JsonDifference.Find(seen[profileId], after![profileId]) is not null)
                    Entries(own)[profileId] = after[profileId]!.DeepClone();

                seen = after.DeepClone().AsObject();
            }

            before = after;
            steps.Add(own["usageStats"]?.DeepClone());
        }

        recorded.Expected["usageStats"] = steps;
        recorded.Expected["finalFile"] = own;
        return true;
    }

    private static JsonObject Entries(JsonObject store)
    {
        if (store["usageStats"] is not JsonObject entries)
            store["usageStats"] = entries = [];

        return entries;
    }

    private static JsonObject Overlay(JsonNode? main, JsonNode? own)
    {
        JsonObject merged = main?.DeepClone().AsObject() ?? [];
        foreach ((string id, JsonNode? entry) in own as JsonObject ?? [])
            merged[id] = entry?.DeepClone();

        return merged;
    }
}
