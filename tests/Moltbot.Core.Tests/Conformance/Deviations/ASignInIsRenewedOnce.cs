using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// What is the same account's sign-in in two stores is one: as long as main's lasts, an agent that holds an older copy takes
/// it over, and does not send a refresh token that may have been used. The reference does so only once that was refused.
/// </summary>
internal sealed class ASignInIsRenewedOnce : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-refresh"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string id = recorded.Input.Text("profileId")!;
        if (recorded.Input.Text("agent") is null
            || recorded.Expected["requests"] is not JsonArray { Count: > 0 }
            || Profile("helperStore") is not { } own
            || Profile("store") is not { } main
            || own.Text("email") is not { } email
            || main.Text("email") != email
            || !(main["expires"] is JsonValue expires && expires.TryGetValue(out double end) && end > recorded.Input.Now()))
        {
            return false;
        }

        recorded.Expected["requests"]!.AsArray().Clear();
        return true;

        JsonObject? Profile(string store) => recorded.Input[store]?["profiles"]?[id] as JsonObject;
    }
}
