using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A sign-in does not fail, once there are tokens, over what only looks different or is only good to know: an expiry that is
/// missing or a text, an account in the other alphabet of Base64, a name that could not be asked for. What is expected then is
/// what comes of the same in the form that the reference takes.
/// </summary>
internal sealed class TokensAreKept : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-device", "oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded) => recorded.Kind == "oauth-device" ? RewriteDevice(recorded) : RewriteExchange(recorded);

    /// <summary>A token of which is not said how long it lasts counts as one that has just expired.</summary>
    private static bool RewriteDevice(ConformanceCase recorded)
    {
        JsonArray answers = recorded.Input["answers"]!.AsArray();
        if (!recorded.Expected.ContainsKey("error") || answers[^1]!["json"] is not JsonObject tokens || !tokens.ContainsKey("access_token") || !tokens.ContainsKey("refresh_token")
            || recorded.Input.Text("flow") != "qwen-portal" || tokens["expires_in"]?.GetValue<double>() is not (null or 0))
        {
            return false;
        }

        JsonObject plain = recorded.Input.DeepClone().AsObject();
        plain["answers"]![answers.Count - 1]!["json"]!["expires_in"] = 1;
        JsonObject outcome = OAuthDeviceOutcome.OfAsync(plain).GetAwaiter().GetResult();
        foreach ((_, JsonNode? profile) in outcome["profiles"]!.AsObject())
            profile!["expires"] = profile["expires"]!.GetValue<double>() - 1000;

        outcome["shown"] = recorded.Expected["shown"]!.DeepClone();
        return Expect(recorded, outcome);
    }

    private static bool RewriteExchange(ConformanceCase recorded)
    {
        if (recorded.Input["answers"] is not JsonArray { Count: > 0 } answers || answers[0]!["json"] is not JsonObject tokens || !tokens.ContainsKey("access_token"))
            return false;

        JsonObject plain = recorded.Input.DeepClone().AsObject();
        JsonObject plainTokens = plain["answers"]![0]!["json"]!.AsObject();
        string access = tokens.Text("access_token")!;
        bool differs = WithPlainExpiry(recorded.Input.Text("flow")!, plainTokens) | WithPlainAlphabet(plainTokens, access) | WithoutName(recorded.Input.Text("flow")!, plain["answers"]!.AsArray());
        if (!differs)
            return false;

        JsonObject outcome = OAuthExchangeOutcome.OfAsync(plain).GetAwaiter().GetResult();
        foreach ((_, JsonNode? profile) in outcome["profiles"] as JsonObject ?? [])
            profile!["access"] = access;

        return Expect(recorded, outcome);
    }

    private static bool WithPlainExpiry(string flow, JsonObject tokens)
    {
        bool isText = flow == "openai-codex" && tokens["expires_in"]?.GetValueKind() == System.Text.Json.JsonValueKind.String;
        bool isMissing = flow == "google-gemini-cli" && !tokens.ContainsKey("expires_in");
        if (isText)
            tokens["expires_in"] = double.Parse(tokens.Text("expires_in")!, System.Globalization.CultureInfo.InvariantCulture);
        else if (isMissing)
            tokens["expires_in"] = 0;

        return isText || isMissing;
    }

    private static bool WithPlainAlphabet(JsonObject tokens, string access)
    {
        string[] parts = access.Split('.');
        if (parts.Length != 3 || !parts[1].Any(c => c is '-' or '_'))
            return false;

        tokens["access_token"] = $"{parts[0]}.{parts[1].Replace('-', '+').Replace('_', '/')}.{parts[2]}";
        return true;
    }

    private static bool WithoutName(string flow, JsonArray answers)
    {
        if (flow != "chutes" || answers.Count < 2 || !(answers[1]!.AsObject().ContainsKey("networkError") || answers[1]!.AsObject().ContainsKey("text")))
            return false;

        answers[1] = new JsonObject { ["status"] = 401, ["json"] = new JsonObject() };
        return true;
    }
}
