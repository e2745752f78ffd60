using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// The files stay in ~/.clawdbot, where the reference moves them to ~/.moltbot and leaves a link. Both show the paths
/// through ~/.clawdbot.
/// </summary>
internal sealed class StateDirectoryIsNotRenamed : Deviation
{
    private const string Old = ".clawdbot";
    private const string New = ".moltbot";

    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonObject after = recorded.FilesAfter();
        bool wasMoved = after[Old]?["symlink"] is not null && !recorded.FilesBefore().ContainsKey(Old);
        if (!wasMoved)
            return false;

        after.Remove(Old);
        foreach ((string path, JsonNode? file) in after.Where(file => file.Key.StartsWith(New + '/', StringComparison.Ordinal)).ToArray())
        {
            string place = Old + path[New.Length..];
            bool isAsBefore = JsonDifference.Find(recorded.FilesBefore()[place], file) is null;
            after.Remove(path);
            after[place] = isAsBefore ? RecordedCommand.Untouched(file!) : file;
        }

        return true;
    }
}
