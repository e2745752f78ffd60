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

    public override IReadOnlyList<string> Kinds => ["usage"];

    public override bool Rewrite(ConformanceCase recorded)
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
