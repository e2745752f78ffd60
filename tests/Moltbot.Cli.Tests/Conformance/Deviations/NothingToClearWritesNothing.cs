using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// Clearing the order of an agent without a store changes nothing, where the reference creates the store, and with it the
/// whole installation where the state directory is mistyped.
/// </summary>
internal sealed class NothingToClearWritesNothing : Deviation
{
    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonObject before = recorded.FilesBefore();
        string[] created = [.. recorded.FilesAfter()
            .Select(file => file.Key)
            .Where(path => path.EndsWith("/auth-profiles.json", StringComparison.Ordinal) && !before.ContainsKey(path))];
        if (!recorded.ClearsOrder() || created.Length == 0)
            return false;

        foreach (string path in created)
            recorded.FilesAfter().Remove(path);

        return true;
    }
}
