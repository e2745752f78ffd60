using System.Text.Json.Nodes;
using Moltbot.Core.OAuth;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class CopilotTokenTests
{
    [Theory]
    [Recordings("copilot-token")]
    public async Task A_token_for_Copilot_is_had_as_it_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("copilot-token", id);
        JsonObject outcome = recorded.Input.Text("fn") == "baseUrl"
            ? new JsonObject { ["baseUrl"] = CopilotToken.BaseUrlIn(recorded.Input.Text("token")!) }
            : await CopilotTokenOutcome.OfAsync(recorded.Input);

        JsonDifference.Find(RecordedErrors.Comparable(recorded.Expected), RecordedErrors.Comparable(outcome, recorded.Expected)).ShouldBeNull();
    }
}
