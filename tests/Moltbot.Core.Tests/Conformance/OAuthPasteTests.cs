using System.Text.Json.Nodes;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class OAuthPasteTests
{
    [Theory]
    [Recordings("oauth-paste")]
    public void What_is_pasted_is_read_as_it_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("oauth-paste", id);

        JsonDifference.Find(RecordedErrors.Comparable(recorded.Expected), RecordedErrors.Comparable(Read(recorded.Input), recorded.Expected)).ShouldBeNull();
    }

    private static JsonObject Read(JsonObject input)
    {
        PasteRules rules = SignInProvider.Find(ProviderId.Parse(input.Text("flow")))!.Code!.Paste;
        string typed = input.Text("typed")!;
        if (PastedCode.Refuse(typed, rules) is { } rejected)
            return new JsonObject { ["rejected"] = rejected };
        if (PastedCode.Read(typed, rules, input.Text("state")!, out SignInFailure? failure) is not { } code)
            return new JsonObject { ["error"] = new JsonObject { ["message"] = failure!.Cause } };

        JsonObject outcome = new() { ["code"] = code.Code };
        if (code.State is { } state)
            outcome["state"] = state;

        return outcome;
    }
}
