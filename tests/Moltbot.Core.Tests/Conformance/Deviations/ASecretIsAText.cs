using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// What stands in the place of a secret and is no text is none: the outcome is what it is without it. The reference passes
/// it on, or stops in the middle of looking for a credential.
/// </summary>
internal sealed class ASecretIsAText : Deviation
{
    private static readonly string[] Secrets = ["key", "token", "access", "refresh"];

    public override IReadOnlyList<string> Kinds => ["resolve"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonObject input = recorded.Input.DeepClone().AsObject();
        if (!RemoveOthers(input["store"]) & !RemoveOthers(input["helperStore"]))
            return false;

        (recorded.Expected["error"] as JsonObject)?.Remove("message");
        return Expect(recorded, ResolveOutcome.Of(input));
    }

    private static bool RemoveOthers(JsonNode? store)
    {
        bool removed = false;
        foreach (JsonObject profile in (store?["profiles"] as JsonObject ?? []).Select(entry => entry.Value).OfType<JsonObject>())
        {
            foreach (string name in Secrets.Where(name => profile.ContainsKey(name) && profile[name].AsText() is null))
                removed |= profile.Remove(name);
        }

        return removed;
    }
}
