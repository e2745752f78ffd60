using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;

namespace Moltbot.Core.Tests;

/// <summary>JSON files as the gateway reads and writes them.</summary>
public sealed class JsonTextTests
{
    [Theory]
    [InlineData("{}", "{}\n")]
    [InlineData("[]", "[]\n")]
    [InlineData("""{"a":{},"b":[]}""", "{\n  \"a\": {},\n  \"b\": []\n}\n")]
    [InlineData("""{"a":[1,{"b":null}],"c":true}""", "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": true\n}\n")]
    public void A_value_is_indented_by_two_blanks_and_ends_with_a_newline(string text, string expected) =>
        Rewrite(text).ShouldBe(expected);

    [Theory]
    [InlineData("1e400")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("1.50")]
    [InlineData("1E+2")]
    [InlineData("12345678901234567890")]
    [InlineData("0.1000000000000000055511151231257827")]
    [InlineData("\"\\u0041\\/\\u00e9\"")]
    [InlineData("\"\\ud83d\\udd11 🔑 é \\u2028\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\uDC00\\ud83d\\n\"")]
    [InlineData("\"<script>&'+\"")]
    [InlineData("\"\u007F\u00AD\uE000\"")]
    public void What_was_read_is_written_as_it_stood(string value) => Rewrite($"[{value}]").ShouldBe($"[\n  {value}\n]\n");

    [Theory]
    [InlineData("a\"\\/b", "\"a\\\"\\\\/b\"")]
    [InlineData("\b\f\n\r\t\v\0", "\"\\b\\f\\n\\r\\t\\u000b\\u0000\"")]
    [InlineData("é 🔑 語 \u2028 \u007F", "\"é 🔑 語 \u2028 \u007F\"")]
    public void A_new_text_is_escaped_as_JavaScript_does(string text, string expected) =>
        JsonText.WriteCompact(JsonValue.Create(text)).ShouldBe(expected);

    [Theory]
    [InlineData(double.NaN, "null")]
    [InlineData(double.PositiveInfinity, "null")]
    [InlineData(1769601600000, "1769601600000")]
    [InlineData(0.5, "0.5")]
    public void A_new_number_that_JSON_cannot_hold_is_null(double number, string expected) =>
        JsonText.WriteCompact(JsonValue.Create(number)).ShouldBe(expected);

    [Fact]
    public void The_later_of_two_members_counts_at_the_place_of_the_earlier() =>
        Rewrite("""{"a":1,"b":2,"a":3}""").ShouldBe("{\n  \"a\": 3,\n  \"b\": 2\n}\n");

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("{\n  \"é🔑\": x }", 2, 10)]
    [InlineData("{\r\n  \"a\": 1,\r\n}", 3, 1)]
    [InlineData("{} {}", 1, 4)]
    [InlineData("{'a': 1}", 1, 2)]
    [InlineData("[1] // no", 1, 5)]
    [InlineData("NaN", 1, 1)]
    [InlineData("\uFEFF{}", 1, 1)]
    public void An_error_names_line_and_column(string text, int line, int column)
    {
        MoltbotException error = ShouldFail(text);

        (error.Line, error.Column).ShouldBe((line, column));
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_an_error_at_its_place()
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => JsonText.Parse([.. "{\n \"é"u8, 0xE9, .. "\": 1}"u8]));

        error.Message.ShouldContain("UTF-8");
        (error.Line, error.Column).ShouldBe((2, 4));
    }

    [Fact]
    public void A_thousand_levels_are_read_and_written()
    {
        string text = Nested(1000);

        JsonText.WriteCompact(Parse(text)!).ShouldBe(text);
        JsonText.Write(Parse(text)!).Length.ShouldBeGreaterThan(1_000_000);
    }

    [Fact]
    public void More_levels_are_an_error_that_says_so() => ShouldFail(Nested(1001)).Message.ShouldContain("1000 levels");

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static MoltbotException ShouldFail(string text)
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => Parse(text));
        error.Code.ShouldBe(ErrorCode.SyntaxError);
        return error;
    }

    private static JsonNode? Parse(string text) => JsonText.ToNode(JsonText.Parse(Encoding.UTF8.GetBytes(text)));

    private static string Rewrite(string text) => Encoding.UTF8.GetString(JsonText.Write(Parse(text)!));
}
