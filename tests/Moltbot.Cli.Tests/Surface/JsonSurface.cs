using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moltbot.Cli.Tests.Surface;

/// <summary>
/// The members of what commands write with <c>--json</c>, gathered from outputs: a line for each place, with all kinds of values
/// that were seen there, and whether it was missing at times.
/// </summary>
internal sealed class JsonSurface
{
    /// <summary>Objects whose members are named by the data: by aliases, providers, reasons.</summary>
    private static readonly string[] Maps = ["aliases", "failureCounts"];

    private readonly SortedDictionary<string, SortedDictionary<string, Place>> commands = new(StringComparer.Ordinal);

    /// <summary>Adds an output of a command.</summary>
    public void Add(string command, JsonNode output)
    {
        if (!commands.TryGetValue(command, out SortedDictionary<string, Place>? places))
            commands[command] = places = new(StringComparer.Ordinal);

        Add(places, "", output);
    }

    /// <summary>The commands that have an output.</summary>
    public IEnumerable<string> Commands => commands.Keys;

    /// <summary>The lines of all commands.</summary>
    public IEnumerable<string> Lines()
    {
        foreach ((string command, SortedDictionary<string, Place> places) in commands)
        {
            yield return $"moltbot {command} --json";
            foreach ((string path, Place place) in places.Where(entry => entry.Key.Length > 0))
                yield return $"  {path}: {string.Join(" or ", place.Kinds)}{(!path.EndsWith("[]", StringComparison.Ordinal) && place.Count < places[ParentOf(path)].Objects ? ", not always there" : "")}";
        }
    }

    private static string ParentOf(string path) => path.LastIndexOf('.') is var dot and > 0 ? path[..dot] : "";

    private static void Add(SortedDictionary<string, Place> places, string path, JsonNode? value)
    {
        if (!places.TryGetValue(path, out Place? place))
            places[path] = place = new Place();

        place.Kinds.Add(KindOf(value));
        place.Count++;
        switch (value)
        {
            case JsonObject members:
                place.Objects++;
                foreach ((string name, JsonNode? member) in members)
                    Add(places, $"{path}.{(Maps.Contains(path.Split('.')[^1]) ? "<name>" : name)}".TrimStart('.'), member);
                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                    Add(places, $"{path}[]", item);
                break;
            default:
                break;
        }
    }

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private sealed class Place
    {
        public SortedSet<string> Kinds { get; } = new(StringComparer.Ordinal);

        /// <summary>How often it was there.</summary>
        public int Count { get; set; }

        /// <summary>How often it was an object.</summary>
        public int Objects { get; set; }
    }
}
