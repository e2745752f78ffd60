using System.Text;
using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Tests;

/// <summary>JSON is seen as the gateway sees it.</summary>
public sealed class JsonElementViewTests
{
    [Fact]
    public void Of_two_members_with_one_name_the_later_counts_at_the_place_of_the_earlier()
    {
        JsonElement json = Parse("""{"a": 1, "b": 2, "a": null}""");

        json.Entries().Select(entry => (entry.Name, entry.Value.ValueKind)).ShouldBe([("a", JsonValueKind.Null), ("b", JsonValueKind.Number)]);
        json.Member("a").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Names_that_are_array_indexes_come_first_by_their_number() =>
        Parse("""{"b": 0, "10": 0, "a": 0, "9": 0, "09": 0, "4294967295": 0, "-1": 0, "10": 1}""").Entries().Select(entry => entry.Name)
            .ShouldBe(["9", "10", "b", "a", "09", "4294967295", "-1"]);

    [Fact]
    public void The_items_of_an_array_are_members_by_their_index() =>
        Parse("[true, 1]").Entries().Select(entry => entry.Name).ShouldBe(["0", "1"]);

    [Fact]
    public void A_member_is_found_beside_one_whose_name_is_half_a_surrogate_pair()
    {
        JsonElement json = Parse("""{"\ud800": 1, "a": 1, "\ud800": 2, "a": 2}""");

        json.Member("a").AsNumber().ShouldBe(2);
        json.Has("b").ShouldBeFalse();
        json.Entries().Select(entry => entry.Name).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("""{"a": "x"}""", "x")]
    [InlineData("""{"a": "\u0041"}""", "A")]
    [InlineData("""{"a": 5}""", null)]
    [InlineData("""{"a": null}""", null)]
    [InlineData("""{"a": "\ud800"}""", null)]
    [InlineData("""["a"]""", null)]
    [InlineData("5", null)]
    public void A_member_of_the_wrong_type_is_a_missing_member(string json, string? text) => Parse(json).Member("a").AsText().ShouldBe(text);

    [Theory]
    [InlineData("null", false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("-0", false)]
    [InlineData("\"\"", false)]
    [InlineData("\"0\"", true)]
    [InlineData("\"\\ud800\"", true)]
    [InlineData("1e400", true)]
    [InlineData("[]", true)]
    [InlineData("{}", true)]
    public void A_value_counts_as_true_as_in_JavaScript(string json, bool truthy) => Parse(json).IsTruthy().ShouldBe(truthy);

    [Fact]
    public void What_is_missing_is_undefined() => default(JsonElement).Member("a").Entries().ShouldBeEmpty();

    private static JsonElement Parse(string json) => JsonText.Parse(Encoding.UTF8.GetBytes(json));
}
