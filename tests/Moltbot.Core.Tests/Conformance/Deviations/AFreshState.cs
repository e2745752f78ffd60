using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// The state of a sign-in is random of its own. For Gemini the reference sends the verifier as the state, through the address of
/// the browser and its history, so that who sees the code there has all it takes to use it. A browser comes back with ours.
/// </summary>
internal sealed class AFreshState : Deviation
{
    private const string Flow = "google-gemini-cli";

    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Input.Text("flow") != Flow)
            return false;

        string verifier = $"state={recorded.Input["random"]!["verifier"]}";
        string state = $"state={recorded.Input["random"]!["state"]}";
        foreach (string name in (string[])["callbacks", "typed"])
        {
            if (recorded.Input[name] is JsonArray texts)
                recorded.Input[name] = new JsonArray([.. texts.Select(text => (JsonNode?)text!.GetValue<string>().Replace(verifier, state, StringComparison.Ordinal))]);
        }

        if (recorded.Expected.Text("authorizeUrl") is not { } address)
            return false;

        recorded.Expected["authorizeUrl"] = address.Replace(verifier, state, StringComparison.Ordinal);
        return true;
    }
}
