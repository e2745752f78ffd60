using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A count that is no number is none, so counting begins anew. The reference appends to a text, and takes the rest as its
/// language does.
/// </summary>
internal sealed class ACountIsANumber : Deviation
{
    private const string Compactions = "compactionCount";

    public override IReadOnlyList<string> Kinds => ["session-override", "usage"];

    public override bool Rewrite(ConformanceCase recorded) => recorded.Kind == "usage" ? RewriteUsage(recorded) : RewriteSession(recorded);

    private static bool RewriteSession(ConformanceCase recorded)
    {
        if (recorded.Input["entry"].Member(Compactions) is not { } count || count.AsNumber() is not null)
            return false;

        JsonObject input = recorded.Input.DeepClone().AsObject();
        input["entry"]!.AsObject().Remove(Compactions);
        JsonObject outcome = SessionOverrideOutcome.Of(input);
        outcome["entry"]![Compactions] = count.DeepClone();
        return Expect(recorded, outcome);
    }

    private static bool RewriteUsage(ConformanceCase recorded)
    {
        JsonObject input = recorded.Input.DeepClone().AsObject();
        if (!RemoveOthers(input["store"]!["usageStats"]) & !RemoveOthers(input["mainStore"].Member("usageStats")))
            return false;

        JsonObject outcome = UsageOutcome.Of(input);
        foreach (JsonNode? usage in outcome["usageStats"]!.AsArray().Append(outcome["finalFile"]!["usageStats"]))
            PutBack(usage, InFile(input)["usageStats"], InFile(recorded.Input)["usageStats"]);

        return Expect(recorded, outcome);
    }

    private static JsonNode InFile(JsonObject input) => RecordedValues.Decode(JsonNode.Parse(RecordedValues.ToFileText(input["store"])))!;

    private static bool RemoveOthers(JsonNode? usage)
    {
        bool removed = false;
        foreach (JsonObject entry in (usage as JsonObject ?? []).Select(entry => entry.Value).OfType<JsonObject>())
            removed |= entry["errorCount"] is { } count && count.AsNumber() is null && entry.Remove("errorCount");

        return removed;
    }

    /// <summary>An entry that no step has touched is still as it was.</summary>
    private static void PutBack(JsonNode? usage, JsonNode? cleaned, JsonNode? original)
    {
        foreach ((string id, JsonNode? entry) in (usage as JsonObject ?? []).ToArray())
        {
            if (JsonDifference.Find(cleaned.Member(id), entry) is null)
                usage![id] = original.Member(id)?.DeepClone();
        }
    }
}
