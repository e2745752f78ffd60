using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A change of usage changes nothing else in the file. The reference writes the store as it understands it: without empty
/// orders, with trimmed ids in the others, and without entries that it takes for none.
/// </summary>
internal sealed class WhatIsNotChangedStays : Deviation
{
    private const string Usage = "usageStats";

    public override IReadOnlyList<string> Kinds => ["oauth-refresh", "usage"];

    public override bool Rewrite(ConformanceCase recorded) => recorded.Kind == "usage" ? RewriteUsage(recorded) : RewriteSignIn(recorded);

    private static bool RewriteSignIn(ConformanceCase recorded)
    {
        if (recorded.Input["agent"] is not null || recorded.Input["answers"]!.AsArray().Any(answer => answer!["writes"] is not null) || recorded.Expected["written"]?["main"]?["profiles"] is not JsonObject renewed)
            return false;

        JsonNode ours = RecordedSignIn.StoreOf(recorded.Input).DeepClone();
        foreach ((string id, JsonNode? entry) in renewed)
            ours["profiles"]![id] = entry?.DeepClone();

        bool differs = JsonDifference.Find(recorded.Expected["written"]!["main"], ours) is not null;
        recorded.Expected["written"]!["main"] = ours;
        return differs;
    }

    private static bool RewriteUsage(ConformanceCase recorded)
    {
        JsonObject ours = RecordedValues.Decode(JsonNode.Parse(RecordedValues.ToFileText(recorded.Input["store"])))!.AsObject();
        ours.Remove(Usage);
        if (recorded.Expected["finalFile"]![Usage] is { } usage)
            ours[Usage] = usage.DeepClone();

        bool differs = JsonDifference.Find(recorded.Expected["finalFile"], ours) is not null;
        recorded.Expected["finalFile"] = ours;
        return differs;
    }
}
