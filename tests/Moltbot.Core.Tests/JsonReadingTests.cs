using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;

namespace Moltbot.Core.Tests;

/// <summary>JSON is seen as the gateway sees it, by both readers: that of parsed JSON, and that of JSON which can be changed.</summary>
public sealed class JsonReadingTests
{
    [Theory]
    [InlineData("""{"a": "x"}""", "x")]
    [InlineData("""{"a": "\u0041"}""", "A")]
    [InlineData("""{"a": ""}""", "")]
    [InlineData("""{"a": 5}""", null)]
    [InlineData("""{"a": true}""", null)]
    [InlineData("""{"a": null}""", null)]
    [InlineData("""{"a": "\ud800"}""", null)]
    [InlineData("""{"a": ["x"]}""", null)]
    [InlineData("""{"a": "x", "a": "y"}""", "y")]
    [InlineData("""["a"]""", null)]
    [InlineData("5", null)]
    [InlineData("null", null)]
    public void A_member_of_the_wrong_type_is_a_missing_member(string json, string? text) =>
        ShouldBe(json, text, element => element.Member("a").AsText(), node => node.Member("a").AsText());

    [Theory]
    [InlineData("5", 5d)]
    [InlineData("-0", -0d)]
    [InlineData("2.5e3", 2500d)]
    [InlineData("12345678901234567890", 12345678901234567890d)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("\"5\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("[5]", null)]
    public void A_number_is_the_double_that_it_stands_for(string json, double? number) =>
        ShouldBe(json, number, element => element.AsNumber(), node => node.AsNumber());

    [Theory]
    [InlineData("null", false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("-0", false)]
    [InlineData("\"\"", false)]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("\"0\"", true)]
    [InlineData("\"\\ud800\"", true)]
    [InlineData("1e400", true)]
    [InlineData("[]", true)]
    [InlineData("{}", true)]
    public void A_value_counts_as_true_as_in_JavaScript(string json, bool truthy) =>
        ShouldBe(json, truthy, element => element.IsTruthy(), node => node.IsTruthy());

    [Theory]
    [InlineData("""{"b": 0, "10": 0, "a": 0, "9": 0, "09": 0, "4294967295": 0, "-1": 0, "10": 1}""", "9 10 b a 09 4294967295 -1")]
    [InlineData("""{"a": 1, "b": 2, "a": null}""", "a b")]
    [InlineData("[true, 1]", "0 1")]
    [InlineData("{}", "")]
    [InlineData("\"text\"", "")]
    [InlineData("null", "")]
    public void Members_are_in_the_order_of_JavaScript(string json, string names) =>
        ShouldBe(json, names, element => string.Join(' ', element.Entries().Select(entry => entry.Name)), node => string.Join(' ', node.Entries().Select(entry => entry.Key)));

    [Theory]
    [InlineData("""["a", 1, null, "b", "\ud800", ["c"]]""", "a b")]
    [InlineData("""{"0": "a"}""", "")]
    [InlineData("\"a\"", "")]
    public void The_texts_of_an_array_are_its_items_that_are_strings(string json, string texts) =>
        ShouldBe(json, texts, element => string.Join(' ', element.Texts()), node => string.Join(' ', node.Texts()));

    [Theory]
    [InlineData("{}", true)]
    [InlineData("[]", true)]
    [InlineData("\"{}\"", false)]
    [InlineData("0", false)]
    [InlineData("null", false)]
    public void Objects_and_arrays_are_containers(string json, bool isContainer) =>
        ShouldBe(json, isContainer, element => element.IsContainer(), node => node.IsContainer());

    [Fact]
    public void Of_two_members_with_one_name_the_later_counts_at_the_place_of_the_earlier() =>
        ShouldBe(
            """{"a": 1, "b": 2, "a": 3}""",
            "a=3 b=2",
            element => string.Join(' ', element.Entries().Select(entry => $"{entry.Name}={entry.Value.AsNumber()}")),
            node => string.Join(' ', node.Entries().Select(entry => $"{entry.Key}={entry.Value.AsNumber()}")));

    [Fact]
    public void What_would_be_lost_in_writing_is_refused_and_can_be_looked_at()
    {
        JsonElement json = Parse("""{"\ud800": 1, "a": 2}""");

        Should.Throw<MoltbotException>(() => JsonText.ToNode(json)).Code.ShouldBe(ErrorCode.SyntaxError);
        JsonText.ToValue(json)!.AsObject().Select(member => member.Key).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("a\udc00b")]
    public void Half_a_character_is_the_name_of_no_member(string name) =>
        Parse("""{"\ud800": 1, "a": 2}""").Member(name).ValueKind.ShouldBe(JsonValueKind.Undefined);

    [Fact]
    public void A_member_is_found_beside_one_whose_name_is_half_a_surrogate_pair()
    {
        JsonElement json = Parse("""{"\ud800": 1, "a": 1, "\ud800": 2, "a": 2}""");

        json.Member("a").AsNumber().ShouldBe(2);
        json.Has("b").ShouldBeFalse();
        json.Entries().Select(entry => entry.Name).ShouldBe(["a"]);
    }

    [Fact]
    public void What_is_missing_is_undefined() => default(JsonElement).Member("a").Entries().ShouldBeEmpty();

    public static TheoryData<JsonNode, double> Numbers => new()
    {
        { JsonValue.Create(5), 5 },
        { JsonValue.Create(5L), 5 },
        { JsonValue.Create(ulong.MaxValue), ulong.MaxValue },
        { JsonValue.Create(2.5f), 2.5 },
        { JsonValue.Create(0.1m), 0.1 },
        { JsonValue.Create((byte)7), 7 },
        { JsonValue.Create(double.NaN), double.NaN },
        { JsonValue.Create(double.NegativeInfinity), double.NegativeInfinity },
    };

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void A_number_is_one_whatever_it_was_made_from(JsonNode node, double number)
    {
        node.AsNumber().ShouldBe(number);
        node.IsTruthy().ShouldBe(!double.IsNaN(number));
        node.IsSameAs(JsonValue.Create(number)).ShouldBeTrue();
        node.Copy().AsNumber().ShouldBe(number);
    }

    [Fact]
    public void Zero_does_not_count_as_true_whatever_it_was_made_from()
    {
        JsonValue.Create(0).IsTruthy().ShouldBeFalse();
        JsonValue.Create(0m).IsTruthy().ShouldBeFalse();
        JsonValue.Create(-0d).IsTruthy().ShouldBeFalse();
    }

    /// <summary>One table for both readers, and for both ways in which JSON that can be changed is made of parsed JSON.</summary>
    private static void ShouldBe<T>(string json, T expected, Func<JsonElement, T> ofElement, Func<JsonNode?, T> ofNode)
    {
        JsonElement element = Parse(json);
        ofElement(element).ShouldBe(expected, "as it was parsed");
        ofNode(JsonText.ToNode(element)).ShouldBe(expected, "as it was written");
        ofNode(JsonText.ToValue(element)).ShouldBe(expected, "as what it stands for");
    }

    private static JsonElement Parse(string json) => JsonText.Parse(Encoding.UTF8.GetBytes(json));
}
