using System.Text.Json.Nodes;
using System.Web;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// What comes back with another state, or with none, is not of this sign-in: it is told so, and the right one is waited for.
/// For Google the reference ends the sign-in, so that any page that knows the address can do so.
/// </summary>
internal sealed class StraysArePassedOver : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string flow = recorded.Input.Text("flow")!;
        if (!flow.StartsWith("google-", StringComparison.Ordinal) || recorded.Input["callbacks"] is not JsonArray callbacks)
            return false;

        CodeSignIn signIn = SignInProvider.Find(ProviderId.Parse(flow))!.Code!;
        string path = new Uri(signIn.Redirect).AbsolutePath;
        string state = recorded.Input["random"]![signIn.StateIsVerifier ? "verifier" : "state"]!.GetValue<string>();
        string[] all = [.. callbacks.Select(callback => callback!.GetValue<string>())];
        if (!all.Any(callback => IsPassedOver(callback, path, state)))
            return false;

        JsonObject without = recorded.Input.DeepClone().AsObject();
        without["callbacks"] = new JsonArray([.. all.Where(callback => !IsPassedOver(callback, path, state)).Select(callback => (JsonNode?)callback)]);
        JsonObject outcome = OAuthExchangeOutcome.OfAsync(without).GetAwaiter().GetResult();
        JsonArray after = outcome["replies"]?.DeepClone().AsArray() ?? [];
        JsonArray replies = [.. all.TakeWhile(callback => IsPassedOver(callback, path, state)).Select(callback => (JsonNode?)ReplyTo(callback, signIn.Loopback!, state)), .. after.Select(reply => reply?.DeepClone())];
        outcome["replies"] = replies;
        if (outcome["error"] is JsonObject error)
            outcome["error"] = RecordedErrors.Telling(error.Text("message")!.Split(". ")[0]);

        return Expect(recorded, outcome);
    }

    /// <summary>Whether the right path is asked for with the wrong state, or with the right one and no code or refusal.</summary>
    private static bool IsPassedOver(string callback, string path, string state)
    {
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(callback.Contains('?', StringComparison.Ordinal) ? callback[callback.IndexOf('?', StringComparison.Ordinal)..] : "");
        return callback.Split('?')[0] == path && (query["state"] != state || (string.IsNullOrEmpty(query["code"]) && string.IsNullOrEmpty(query["error"])));
    }

    private static JsonObject ReplyTo(string callback, LoopbackWords words, string state) =>
        new() { ["status"] = 400, ["text"] = callback.Contains($"state={state}", StringComparison.Ordinal) ? words.NoCode : words.WrongState };
}
