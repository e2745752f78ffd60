using System.Text.Json.Nodes;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A profile that has nothing to send gives way to what comes after it, or is an error where it is pinned: a key that is
/// blank, or a sign-in without an access token that has to be renewed first. The reference sends the blank text.
/// </summary>
internal sealed class NothingToSendIsNoCredential : Deviation
{
    public override IReadOnlyList<string> Kinds => ["resolve"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["ok"] is not JsonObject credential
            || credential["profileId"]?.GetValue<string>() is not { } profileId
            || !EcmaScriptText.IsBlank(credential["apiKey"]?.GetValue<string>()))
        {
            return false;
        }

        return Expect(recorded, recorded.Input.Text("profileId") is { Length: > 0 }
            ? new JsonObject { ["error"] = new JsonObject { ["kind"] = credential["mode"]!.GetValue<string>() == "oauth" ? "refresh-failed" : "no-credentials" } }
            : ResolveOutcome.Of(Without(profileId, recorded.Input)));
    }

    private static JsonObject Without(string profileId, JsonObject input)
    {
        JsonObject without = input.DeepClone().AsObject();
        foreach (string store in (string[])["store", "helperStore"])
            (without[store]?["profiles"] as JsonObject)?.Remove(profileId);

        return without;
    }
}
