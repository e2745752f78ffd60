using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A query or a <c>code#state</c> that is pasted is read for every provider as the reference reads it for OpenAI, and its state
/// is compared. The reference takes the whole text for the code elsewhere.
/// </summary>
internal sealed partial class PastedTextIsUnderstood : Deviation
{
    private static readonly string[] Flows = ["chutes", "google-gemini-cli"];

    public override IReadOnlyList<string> Kinds => ["oauth-paste"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string typed = recorded.Input.Text("typed")!.Trim();
        bool isPair = typed.Contains('#', StringComparison.Ordinal);
        if (!Flows.Contains(recorded.Input.Text("flow")) || Address().IsMatch(typed) || !(isPair || typed.Contains("code=", StringComparison.Ordinal)))
            return false;

        (string? code, string? state) = isPair ? (typed.Split('#')[0], typed.Split('#')[1]) : (Parameter(typed, "code"), Parameter(typed, "state"));
        PasteRules rules = SignInProvider.Find(ProviderId.Parse(recorded.Input.Text("flow")))!.Code!.Paste;
        return Expect(recorded,
            string.IsNullOrEmpty(code) ? Failing(rules.NoCode) :
            !string.IsNullOrEmpty(state) && state != recorded.Input.Text("state") ? Failing(rules.WrongState) :
            new JsonObject { ["code"] = code });
    }

    private static string? Parameter(string text, string name) => HttpUtility.ParseQueryString(text)[name]?.Split(',')[0];

    private static JsonObject Failing(string message) => new() { ["error"] = new JsonObject { ["message"] = message } };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
