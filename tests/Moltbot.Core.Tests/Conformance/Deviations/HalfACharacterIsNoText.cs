using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A text of the store with half a surrogate pair in it counts as none: the outcome is what it is without it. No text of
/// ours can hold one, and no request can carry it.
/// </summary>
internal sealed class HalfACharacterIsNoText : Deviation
{
    /// <summary>What a service wants beside the token is handed to it as it is written.</summary>
    private const string PassedOn = "projectId";

    public override IReadOnlyList<string> Kinds => ["health", "order", "resolve", "session-override", "text"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonObject input = recorded.Input.DeepClone().AsObject();
        if (!RemoveHalves(input["store"]) & !RemoveHalves(input["helperStore"]) & !RemoveHalves(input["args"].Member("store")))
            return false;

        (recorded.Expected["error"] as JsonObject)?.Remove("message");
        return Expect(recorded, recorded.Kind switch
        {
            "health" => HealthOutcome.Of(input),
            "order" => OrderOutcome.Of(input),
            "resolve" => ResolveOutcome.Of(input),
            "text" => new JsonObject { ["value"] = TextTests.LabelOf(input["args"]!.AsObject()) },
            _ => SessionOverrideOutcome.Of(input),
        });
    }

    private static bool RemoveHalves(JsonNode? node)
    {
        bool removed = false;
        foreach ((string name, JsonNode? value) in (node as JsonObject ?? []).Where(member => member.Key != PassedOn).ToArray())
            removed |= HasHalf(value.AsText() ?? "") ? node!.AsObject().Remove(name) : RemoveHalves(value);

        return removed;
    }

    private static bool HasHalf(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && char.IsSurrogatePair(text, index))
                index++;
            else if (char.IsSurrogate(text[index]))
                return true;
        }

        return false;
    }
}
