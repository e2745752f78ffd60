using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A sign-in with a client of one's own remembers it, because only that client can renew it. The reference renews every
/// sign-in of the Gemini CLI as the one client that it has in itself, and is refused.
/// </summary>
internal sealed class TheClientIsRemembered : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Input.Text("flow") != "google-gemini-cli" || recorded.Expected["profiles"] is not JsonObject profiles)
            return false;

        JsonArray sent = recorded.Expected["requests"]![0]!["form"]!.AsArray();
        foreach ((_, JsonNode? profile) in profiles)
            profile!["clientId"] = sent.First(pair => pair![0]!.GetValue<string>() == "client_id")![1]!.DeepClone();

        return true;
    }
}
