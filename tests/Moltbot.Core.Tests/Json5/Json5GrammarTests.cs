using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Json5;

public sealed class Json5GrammarTests
{
    [Theory]
    [InlineData("0x1F", 31)]
    [InlineData("-0X1f", -31)]
    [InlineData("+.5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("5.e3", 5000)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("-NaN", double.NaN)]
    [InlineData("-0", -0.0)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("0e99999999999", 0)]
    [InlineData("1e-99999999999", 0)]
    public void A_number_becomes_the_nearest_double(string text, double expected)
    {
        double value = Json5Document.Parse(text).Root.ShouldBeOfType<Json5Number>().Value;

        BitConverter.DoubleToInt64Bits(value).ShouldBe(BitConverter.DoubleToInt64Bits(expected));
    }

    [Theory]
    [InlineData("0x20000000000001", 9007199254740992)]
    [InlineData("0x20000000000003", 9007199254740996)]
    [InlineData("0x200000000000010000000000000000", 9007199254740992d * 18446744073709551616d)]
    [InlineData("0x200000000000010000000000000001", 9007199254740994d * 18446744073709551616d)]
    public void A_long_hexadecimal_number_is_rounded_once_and_to_even(string text, double expected) =>
        Json5Document.Parse(text).Root.ShouldBeOfType<Json5Number>().Value.ShouldBe(expected);

    [Theory]
    [InlineData("""'it\'s "so"'""", "it's \"so\"")]
    [InlineData("""'\b\f\n\r\t\v\0\x7e\u00fc\q\/'""", "\b\f\n\r\t\v\0~üq/")]
    [InlineData("'one\\\r\ntwo\\\nthree\\\rfour\\\u2028five'", "onetwothreefourfive")]
    [InlineData("'a\u2028b\u2029c\td'", "a\u2028b\u2029c\td")]
    public void A_string_is_unescaped(string text, string expected) =>
        Json5Document.Parse(text).Root.ShouldBeOfType<Json5String>().Value.ShouldBe(expected);

    [Theory]
    [InlineData("'\\ud83d'")]
    [InlineData("'\\ud83d\\u0020'")]
    public void A_lone_surrogate_stays_as_it_is(string text) =>
        Json5Document.Parse(text).Root.ToJson()!.GetValue<string>()[0].ShouldBe('\ud83d');

    [Theory]
    [InlineData("{if:1}", "if")]
    [InlineData("{$include:1}", "$include")]
    [InlineData("{ключ:1}", "ключ")]
    [InlineData("{𝒜1:1}", "𝒜1")]
    [InlineData("{NaN:1}", "NaN")]
    [InlineData("""{\u0061\u0062c:1}""", "abc")]
    [InlineData("{a\u200D:1}", "a\u200D")]
    [InlineData("{'a b':1}", "a b")]
    public void A_name_is_an_identifier_or_a_string(string text, string expected) =>
        Json5Document.Parse(text).Root.ShouldBeOfType<Json5Object>().Members.ShouldHaveSingleItem().Name.ShouldBe(expected);

    [Theory]
    [InlineData("", "JSON5: invalid end of input at 1:1")]
    [InlineData(" // nothing", "JSON5: invalid end of input at 1:12")]
    [InlineData("{} x", "JSON5: invalid character 'x' at 1:4")]
    [InlineData("[,]", "JSON5: invalid character ',' at 1:2")]
    [InlineData("010", "JSON5: invalid character '1' at 1:2")]
    [InlineData("tru", "JSON5: invalid end of input at 1:4")]
    [InlineData("trve", "JSON5: invalid character 'v' at 1:3")]
    [InlineData("'\\1'", "JSON5: invalid character '1' at 1:3")]
    [InlineData("'\\00'", "JSON5: invalid character '0' at 1:4")]
    [InlineData("{\\u0031:1}", "JSON5: invalid identifier character at 1:2")]
    [InlineData("{a\\u002d:1}", "JSON5: invalid identifier character at 1:3")]
    [InlineData("{\\x61:1}", "JSON5: invalid character 'x' at 1:3")]
    [InlineData("/*/", "JSON5: invalid end of input at 1:4")]
    [InlineData("'a\nb'", "JSON5: invalid character '\\n' at 1:3")]
    [InlineData("🔑", "JSON5: invalid character '🔑' at 1:1")]
    [InlineData("\u001b[0m", "JSON5: invalid character '\\x1b' at 1:1")]
    public void An_error_names_what_was_found_and_where(string text, string message) =>
        Should.Throw<MoltbotException>(() => Json5Document.Parse(text)).Message.ShouldBe(message);

    [Fact]
    public void An_error_shows_one_character_of_the_text_at_most()
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => Json5Document.Parse("{\n  token: sk-secret,\n}"));

        error.Message.ShouldBe("JSON5: invalid character 's' at 2:10");
        (error.Line, error.Column).ShouldBe((2, 10));
    }

    [Fact]
    public void An_error_shows_what_cannot_be_printed_as_an_escape() =>
        Should.Throw<MoltbotException>(() => Json5Document.Parse("\ud83d")).Message.ShouldBe(@"JSON5: invalid character '\ud83d' at 1:1");

    [Fact]
    public void Nesting_goes_a_thousand_levels_deep()
    {
        string text = new string('[', 1000) + new string(']', 1000);

        Json5Document.Parse(text).Root.ToJson()!.ToJsonString().ShouldBe(text);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a:")]
    public void Deeper_nesting_is_refused_without_exhausting_the_stack(string opening)
    {
        string text = string.Concat(Enumerable.Repeat(opening, 100_000));

        Should.Throw<MoltbotException>(() => Json5Document.Parse(text))
            .Message.ShouldBe($"JSON5: more than 1000 levels of nesting at 1:{1000 * opening.Length + 1}");
    }

    [Fact]
    public void Siblings_do_not_count_as_nesting()
    {
        string text = "[" + string.Concat(Enumerable.Repeat("[],", 5000)) + "]";

        Json5Document.Parse(text).Root.ShouldBeOfType<Json5Array>().Count.ShouldBe(5000);
    }

    [Fact]
    public void Of_members_with_one_name_the_last_value_stands_in_the_first_place()
    {
        JsonObject json = Json5Document.Parse("{a:1, b:2, 'a':3}").Root.ToJson().ShouldBeOfType<JsonObject>();

        json.ToJsonString().ShouldBe("""{"a":3,"b":2}""");
    }

    [Fact]
    public void A_name_that_means_something_to_ECMAScript_is_just_a_name() =>
        Json5Document.Parse("{__proto__:{x:1}}").Root.ToJson()!.ToJsonString().ShouldBe("""{"__proto__":{"x":1}}""");

    [Fact]
    public void Every_number_can_be_taken_as_a_double() =>
        Json5Document.Parse("42").Root.ToJson()!.AsValue().TryGetValue(out double _).ShouldBeTrue();

    [Fact]
    public void Every_literal_becomes_its_JSON_value() =>
        JsonDifference.Find(new JsonArray(true, false, null), Json5Document.Parse("[true,false,null]").Root.ToJson()).ShouldBeNull();
}
