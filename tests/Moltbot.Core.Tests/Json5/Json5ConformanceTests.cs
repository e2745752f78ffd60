using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Json5;

public sealed class Json5ConformanceTests
{
    public static TheoryData<string> Ids => new(ConformanceVectors.Ids("json5"));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_recorded_text_gives_the_recorded_value_or_error(string id)
    {
        (_, _, JsonObject input, JsonObject expected) = ConformanceVectors.Case("json5", id);
        string text = input["text"]!.GetValue<string>();

        if (expected.ContainsKey("error"))
            ShouldFailAsRecorded(text, expected);
        else
            JsonDifference.Find(expected["value"], Json5Document.Parse(text).Root.ToJson()).ShouldBeNull();
    }

    private static void ShouldFailAsRecorded(string text, JsonObject expected)
    {
        Json5Position position = WhereWeSeeIt(text, expected["line"]!.GetValue<int>(), expected["column"]!.GetValue<int>());
        string problem = WithoutPosition(expected["message"]!.GetValue<string>());

        MoltbotException error = Should.Throw<MoltbotException>(() => Json5Document.Parse(text));

        error.Code.ShouldBe(ErrorCode.SyntaxError);
        error.Message.ShouldBe($"{problem} at {position.Line}:{position.Column}");
        (error.Line, error.Column).ShouldBe((position.Line, position.Column));
    }

    /// <summary>
    /// The reference ends a line at LF only, reports a line break that is out of place as column 0 of the line after it,
    /// and a character of two UTF-16 units by its second. We report where the character begins, in lines as JSON5 has them.
    /// </summary>
    private static Json5Position WhereWeSeeIt(string text, int line, int column)
    {
        int offset = column - 1;
        for (int lineStart = 0; line > 1; line--)
        {
            int length = text.IndexOf('\n', lineStart) + 1 - lineStart;
            lineStart += length;
            offset += length;
        }

        bool isSecondUnit = offset > 0 && offset < text.Length && char.IsSurrogatePair(text, offset - 1);
        return Json5Position.Of(text, isSecondUnit ? offset - 1 : offset);
    }

    private static string WithoutPosition(string message) => message[..message.LastIndexOf(" at ", StringComparison.Ordinal)];
}
