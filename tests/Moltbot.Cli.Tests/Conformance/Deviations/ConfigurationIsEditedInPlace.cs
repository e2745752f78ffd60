using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// Of the configuration we change what is to be different and say when, each in the file that it comes from. The reference
/// writes all of it anew, with its defaults, with variables replaced by their values, and with included files copied in.
/// </summary>
internal sealed class ConfigurationIsEditedInPlace : Deviation
{
    private const string Include = "$include";

    public override IReadOnlyList<string> Kinds => ["pty"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonObject after = recorded.FilesAfter();
        string? path = after.Select(file => file.Key).FirstOrDefault(name => name.EndsWith("moltbot.json", StringComparison.Ordinal));
        if (path is null || after[path]!["json"] is not JsonObject written)
            return false;

        JsonObject ours = recorded.FilesBefore()[path] is { } before ? RecordedConfiguration.Read(before) : [];
        JsonObject auth = written["auth"]!.DeepClone().AsObject();
        if (ours["auth"]?[Include] is { } included)
            MoveIntoIncluded(recorded, Beside(path, included.GetValue<string>()), auth, ours["auth"]!.AsObject());

        ours["auth"] = auth;
        JsonObject meta = ours["meta"]?.DeepClone().AsObject() ?? [];
        meta["lastTouchedAt"] = written["meta"]!["lastTouchedAt"]!.DeepClone();
        ours["meta"] = meta;
        after[path] = new JsonObject { ["json"] = ours };
        return true;
    }

    /// <summary>What the included file has is written there, and stays out of the file that includes it.</summary>
    private static void MoveIntoIncluded(ConformanceCase recorded, string path, JsonObject auth, JsonObject before)
    {
        JsonNode file = recorded.FilesBefore()[path]!;
        JsonObject included = RecordedConfiguration.Read(file);
        foreach (string member in included.Select(member => member.Key).ToArray())
        {
            included[member] = auth[member]!.DeepClone();
            auth.Remove(member);
        }

        auth[Include] = before[Include]!.DeepClone();
        recorded.FilesAfter()[path] = new JsonObject { ["json"] = included };
        recorded.FilesAfter()[path + ".bak"] = file.DeepClone();
    }

    private static string Beside(string path, string name) =>
        Path.Combine(Path.GetDirectoryName(path)!, name["./".Length..]).Replace('\\', '/');
}
