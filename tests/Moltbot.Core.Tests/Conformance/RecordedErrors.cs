using System.Text.Json.Nodes;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>
/// Compares errors: by their message; by what it has to tell, where a deviation says that ours is another; or, where the
/// recorded wording is the engine's, by there being one.
/// </summary>
internal static class RecordedErrors
{
    private const string Tells = "tells";

    /// <summary>An error that has to tell something, in whatever words.</summary>
    public static JsonObject Telling(params IEnumerable<string> facts) => new() { [Tells] = new JsonArray([.. facts.Select(fact => (JsonNode?)fact)]) };

    /// <summary>An expectation without the wording of an engine.</summary>
    public static JsonObject Comparable(JsonObject expected) => Comparable(expected, expected);

    /// <summary>An outcome with as much of its error as is expected.</summary>
    public static JsonObject Comparable(JsonObject outcome, JsonObject expected)
    {
        JsonObject comparable = outcome.DeepClone().AsObject();
        if (comparable["error"] is not JsonObject error)
            return comparable;

        if (expected["error"]?["exact"] is not null)
            error.Clear();
        else if (expected["error"]?[Tells] is JsonArray facts && error.Text("message") is { } message)
            comparable["error"] = Told(facts, message);

        return comparable;
    }

    /// <summary>What of the facts is told; the message where one is missing, to be seen in the difference.</summary>
    private static JsonObject Told(JsonArray facts, string message) =>
        facts.All(fact => message.Contains(fact!.GetValue<string>(), StringComparison.Ordinal)) ? Telling(facts.Select(fact => fact!.GetValue<string>())) : Telling(message);
}
