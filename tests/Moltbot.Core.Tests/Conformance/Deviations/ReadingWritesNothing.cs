using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// Looking at credentials changes no file: imports from older layouts and inherited profiles stay in memory, where the
/// reference writes them to disk, deletes the older file and copies main's secrets into the agent's file.
/// </summary>
internal sealed class ReadingWritesNothing : Deviation
{
    public override IReadOnlyList<string> Kinds => ["resolve", "store-load"];

    public override bool Rewrite(ConformanceCase recorded) => recorded.Kind == "resolve"
        ? recorded.Expected.Remove("written")
        : LeaveFilesUnchanged(recorded);

    private static bool LeaveFilesUnchanged(ConformanceCase recorded)
    {
        JsonObject unchanged = new((recorded.Input["files"] as JsonObject ?? [])
            .Select(file => KeyValuePair.Create(file.Key, (JsonNode?)new JsonObject { ["unchanged"] = true })));
        if (JsonDifference.Find(recorded.Expected["files"], unchanged) is null)
            return false;

        recorded.Expected["files"] = unchanged;
        return true;
    }
}
