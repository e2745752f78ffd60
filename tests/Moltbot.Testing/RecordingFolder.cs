using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>A folder of recordings, one file a kind. See the README that lies beside the recordings for how each is compared.</summary>
/// <param name="path">The folder.</param>
/// <param name="mustBeComplete">Whether every kind has to be there.</param>
public sealed class RecordingFolder(string path, bool mustBeComplete)
{
    private const string Extension = ".jsonl";

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, JsonObject>> files = new(StringComparer.Ordinal);

    /// <summary>The project's own recordings, which are complete.</summary>
    public static RecordingFolder OfProject { get; } = new(RepositoryLayout.OwnConformance, mustBeComplete: true);

    /// <summary>The recordings that are repeated: the project's, or those that MOLTBOT_CONFORMANCE names, which may be of some kinds only.</summary>
    public static RecordingFolder Repeated { get; } =
        RepositoryLayout.Conformance == RepositoryLayout.OwnConformance ? OfProject : new(RepositoryLayout.Conformance, mustBeComplete: false);

    /// <summary>The names of files whose kind nobody repeats.</summary>
    public IEnumerable<string> UnknownFiles => Directory.EnumerateFileSystemEntries(path)
        .Select(entry => Path.GetFileName(entry))
        .Where(name => name != "README.md" && !(Path.GetExtension(name) == Extension && RecordingKinds.All.Contains(Path.GetFileNameWithoutExtension(name))));

    /// <summary>Whether a kind is left out, as it may be where the folder need not be complete.</summary>
    public bool LeavesOut(string kind) => !mustBeComplete && !File.Exists(FileOf(kind));

    /// <summary>The ids of all cases of a kind, in the order of the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty, or a line of it is none of this kind, or has the id of another.</exception>
    public IEnumerable<string> Ids(string kind) => Lines(kind).Keys;

    /// <summary>One case, by its id.</summary>
    public ConformanceCase Case(string kind, string id)
    {
        JsonObject line = Lines(kind)[id];
        return new ConformanceCase(id, kind, RecordedValues.Decode(line["input"])!.AsObject(), RecordedValues.Decode(line["expected"])!.AsObject());
    }

    private IReadOnlyDictionary<string, JsonObject> Lines(string kind) => files.GetOrAdd(kind, Read);

    private OrderedDictionary<string, JsonObject> Read(string kind)
    {
        OrderedDictionary<string, JsonObject> lines = new(StringComparer.Ordinal);
        foreach (string text in File.ReadLines(FileOf(kind)).Where(line => line.Length > 0))
        {
            JsonObject line = JsonNode.Parse(text)!.AsObject();
            string id = line["id"]!.GetValue<string>();
            if (line["kind"]?.GetValue<string>() != kind || !lines.TryAdd(id, line))
                throw new InvalidDataException($"{FileOf(kind)}: {id} is of another kind, or there twice.");
        }

        return lines.Count > 0 ? lines : throw new InvalidDataException($"{FileOf(kind)} is empty.");
    }

    private string FileOf(string kind) => Path.Combine(path, kind + Extension);
}
