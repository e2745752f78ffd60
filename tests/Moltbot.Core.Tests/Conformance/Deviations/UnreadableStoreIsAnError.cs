using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A store that is not JSON is an error that names it, where the reference takes it for missing and imports older
/// layouts in its place, which destroys it with the next write.
/// </summary>
internal sealed class UnreadableStoreIsAnError : Deviation
{
    private const string StoreName = "/auth-profiles.json";
    private const string MainAgent = "/main/agent" + StoreName;

    public override IReadOnlyList<string> Kinds => ["store-load"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string[] unreadable = [.. (recorded.Input["files"] as JsonObject ?? [])
            .Where(file => file.Key.EndsWith(StoreName, StringComparison.Ordinal) && IsRead(recorded, file.Key) && !IsJson(file.Value!.GetValue<string>()))
            .Select(file => file.Key)];
        if (unreadable.Length == 0)
            return false;

        recorded.Expected["unreadable"] = new JsonArray([.. unreadable.Select(path => (JsonNode?)path)]);
        recorded.Expected["store"] = recorded.Input["agentDir"] is null
            ? new JsonObject { ["version"] = 1.0, ["profiles"] = new JsonObject() }
            : StoreLoadOutcome.Of(WithEmpty(recorded.Input, unreadable));
        return true;
    }

    /// <summary>The same with stores that hold nothing in the place of those that cannot be read.</summary>
    private static JsonObject WithEmpty(JsonObject input, string[] unreadable)
    {
        JsonObject readable = input.DeepClone().AsObject();
        foreach (string path in unreadable)
            readable["files"]![path] = """{"version":1,"profiles":{}}""";

        return readable;
    }

    private static bool IsRead(ConformanceCase recorded, string path) =>
        path.EndsWith(MainAgent, StringComparison.Ordinal)
        || (recorded.Input.Text("agentDir") is { } directory && $"$HOME/{path}".StartsWith(UserPath(directory), StringComparison.Ordinal));

    private static string UserPath(string path) => path.StartsWith("~/", StringComparison.Ordinal) ? "$HOME" + path[1..] : path;

    private static bool IsJson(string text)
    {
        try
        {
            JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
