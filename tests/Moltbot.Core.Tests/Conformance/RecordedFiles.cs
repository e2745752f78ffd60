using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>Files of cases that are texts, JSON or links.</summary>
internal static class RecordedFiles
{
    /// <summary>Writes the files of an input.</summary>
    public static void LayOut(JsonObject input, TemporaryHome home)
    {
        foreach ((string path, JsonNode? content) in input["files"] as JsonObject ?? [])
        {
            if (content is not JsonObject special)
            {
                home.Write(path, content!.GetValue<string>());
            }
            else if (special.Text("symlink") is { } target)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(home[path])!);
                SymbolicLink.Make(home[path], home.Expand(target));
            }
            else
            {
                home.Write(path, RecordedValues.ToFileText(special["json"]));
            }
        }
    }

    /// <summary>The files that are there afterwards and were not, or hold something else, as JSON.</summary>
    public static JsonObject Written(TemporaryHome home, IReadOnlyDictionary<string, byte[]> before) => new(home.Files()
        .Where(file => !before.TryGetValue(file.Key, out byte[]? content) || !content.AsSpan().SequenceEqual(file.Value))
        .Select(file => KeyValuePair.Create(file.Key, (JsonNode?)new JsonObject { ["json"] = RecordedValues.Decode(JsonNode.Parse(file.Value)) })));
}
