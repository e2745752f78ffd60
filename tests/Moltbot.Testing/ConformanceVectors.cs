using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>The recordings, one file a kind. See the README that lies beside the recordings for how each is compared.</summary>
public static class ConformanceVectors
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Files = new(StringComparer.Ordinal);

    /// <summary>The ids of all cases of a kind, in the order of the file. Empty when the folder has no such file.</summary>
    public static IEnumerable<string> Ids(string kind) => Lines(kind).Keys;

    /// <summary>One case, by its id.</summary>
    public static ConformanceCase Case(string kind, string id)
    {
        JsonObject line = JsonNode.Parse(Lines(kind)[id])!.AsObject();
        return new ConformanceCase(id, kind, RecordedNumbers.Decode(line["input"])!.AsObject(), RecordedNumbers.Decode(line["expected"])!.AsObject());
    }

    private static IReadOnlyDictionary<string, string> Lines(string kind) => Files.GetOrAdd(kind, static name =>
    {
        string path = Path.Combine(RepositoryLayout.Conformance, name + ".jsonl");
        if (!File.Exists(path))
            return new Dictionary<string, string>(StringComparer.Ordinal);

        return File.ReadLines(path)
            .Where(line => line.Length > 0)
            .ToDictionary(line => JsonNode.Parse(line)!["id"]!.GetValue<string>(), line => line, StringComparer.Ordinal);
    });
}
