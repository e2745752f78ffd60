using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// A command that shows something changes no file, where the reference imports older layouts on the way and copies main's
/// secrets into the file of the agent that it shows.
/// </summary>
internal sealed class ReadingWritesNothing : Deviation
{
    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (!recorded.IsLook())
            return false;

        JsonObject untouched = new(recorded.FilesBefore().Select(file => KeyValuePair.Create(file.Key, (JsonNode?)RecordedCommand.Untouched(file.Value!))));
        if (JsonDifference.Find(recorded.FilesAfter(), untouched) is null)
            return false;

        recorded.Expected["files"] = untouched;
        return true;
    }
}
