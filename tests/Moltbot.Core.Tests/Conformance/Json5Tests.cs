using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class Json5Tests
{
    [Theory]
    [Recordings("json5")]
    public void A_recorded_text_gives_the_recorded_value_or_error(string id)
    {
        ConformanceCase recorded = Recording.Open("json5", id);
        string text = recorded.Input.Text("text")!;

        if (recorded.Expected.ContainsKey("error"))
            ShouldFailAsRecorded(text, recorded.Expected);
        else
            JsonDifference.Find(recorded.Expected["value"], Json5Document.Parse(text).Root.ToJson()).ShouldBeNull();
    }

    private static void ShouldFailAsRecorded(string text, JsonObject expected)
    {
        (int line, int column) = (expected["line"]!.GetValue<int>(), expected["column"]!.GetValue<int>());
        string problem = WithoutPosition(expected.Text("message")!);

        MoltbotException error = Should.Throw<MoltbotException>(() => Json5Document.Parse(text));

        error.Code.ShouldBe(ErrorCode.SyntaxError);
        error.Message.ShouldBe($"{problem} at {line}:{column}");
        (error.Line, error.Column).ShouldBe((line, column));
    }

    private static string WithoutPosition(string message) => message[..message.LastIndexOf(" at ", StringComparison.Ordinal)];
}
