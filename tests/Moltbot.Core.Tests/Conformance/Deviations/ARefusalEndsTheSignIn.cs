using System.Text.Json.Nodes;
using System.Web;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// That the person or the provider said no ends a sign-in, and is told as such, if it comes back with the state. The
/// reference goes on waiting for a code, or calls it a missing code.
/// </summary>
internal sealed class ARefusalEndsTheSignIn : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-exchange", "oauth-paste"];

    public override bool Rewrite(ConformanceCase recorded) => recorded.Kind == "oauth-paste" ? RewritePaste(recorded) : RewriteExchange(recorded);

    private static bool RewritePaste(ConformanceCase recorded) =>
        recorded.Input.Text("flow") != "anthropic"
        && recorded.Expected.ContainsKey("error")
        && RefusalIn(recorded.Input.Text("typed")!, recorded.Input.Text("state")!) is { } refusal
        && Expect(recorded, new JsonObject { ["error"] = RecordedErrors.Telling("refused", refusal) });

    private static bool RewriteExchange(ConformanceCase recorded)
    {
        string state = recorded.Input["random"]!["state"]!.GetValue<string>();
        string[] callbacks = [.. (recorded.Input["callbacks"] as JsonArray ?? []).Select(callback => callback!.GetValue<string>())];
        int index = Array.FindIndex(callbacks, callback => RefusalIn(callback, state) is not null);
        if (index < 0)
            return false;

        string refusal = RefusalIn(callbacks[index], state)!;
        JsonArray replies = [.. recorded.Expected["replies"]!.AsArray().Take(index).Select(reply => reply?.DeepClone())];
        replies.Add(new JsonObject { ["status"] = 400, ["text"] = $"Authentication failed: {refusal}" });
        JsonObject expected = new() { ["replies"] = replies, ["requests"] = new JsonArray(), ["error"] = RecordedErrors.Telling("refused", refusal) };
        foreach (string name in (string[])["authorizeUrl", "opened", "listener"])
            expected[name] = recorded.Expected[name]?.DeepClone();

        return Expect(recorded, expected);
    }

    private static string? RefusalIn(string address, string state)
    {
        int mark = address.IndexOf('?', StringComparison.Ordinal);
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(mark < 0 ? "" : address[mark..]);
        return query["state"] == state && string.IsNullOrEmpty(query["code"]) ? query["error"] : null;
    }
}
