using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A store is what a file holds, and JSON has no NaN: where a recording hands one over in memory, it is null for us,
/// as it is for the reference once it has been written and read again.
/// </summary>
internal sealed class NotANumberIsNull : Deviation
{
    public override IReadOnlyList<string> Kinds => ["health"];

    public override bool Rewrite(ConformanceCase recorded) => ReplaceIn(recorded.Expected);

    private static bool ReplaceIn(JsonNode? node)
    {
        bool replaced = false;
        if (node is JsonObject members)
        {
            foreach ((string name, JsonNode? value) in members.ToArray())
            {
                if (name == "expiresAt" && value is JsonValue number && number.TryGetValue(out double time) && double.IsNaN(time))
                {
                    members[name] = null;
                    replaced = true;
                }

                replaced |= ReplaceIn(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
                replaced |= ReplaceIn(item);
        }

        return replaced;
    }
}
