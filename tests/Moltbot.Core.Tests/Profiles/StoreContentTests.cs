using System.Text;
using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>Changes to a store leave everything alone that they are not about.</summary>
public sealed class StoreContentTests
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");
    private static readonly ProviderId Zai = ProviderId.Parse("zai");

    /// <summary>Nothing in it but the order is ours to change, and hardly anything of it is known to us.</summary>
    private const string Foreign = """
        {
          "future": {
            "nested": [
              1.50,
              1e400,
              "\u0041\/",
              null
            ]
          },
          "version": 7,
          "profiles": {
            "b:1": {
              "type": "passkey",
              "provider": "b",
              "handle": -0
            },
            "a:1": {
              "key": "sk-1",
              "keyRef": {
                "source": "env",
                "id": "A"
              },
              "provider": "a",
              "type": "api_key",
              "note": "🔑 é"
            },
            "broken": 5
          },
          "order": {
            "b": "not a list",
            "a": [
              "a:1"
            ]
          },
          "usageStats": {
            "gone": {
              "lastUsed": 12345678901234567890
            }
          }
        }

        """;

    [Fact]
    public void A_change_leaves_every_other_byte_as_it_was()
    {
        StoreContent changed = Read(Foreign).WithOrder(ProviderId.Parse("a"), ["a:2", "a:1"]);

        Text(changed).ShouldBe(Foreign.Replace("      \"a:1\"\n", "      \"a:2\",\n      \"a:1\"\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_order_goes_last_and_the_section_too()
    {
        StoreContent changed = Read("""{"version": 1, "profiles": {}, "x": 1}""").WithOrder(Anthropic, ["b", "a"]);

        Compact(changed).ShouldBe("""{"version":1,"profiles":{},"x":1,"order":{"anthropic":["b","a"]}}""");
    }

    [Fact]
    public void Removing_the_last_order_removes_the_section() =>
        Compact(Read("""{"order": {"anthropic": ["a"]}, "profiles": {}}""").WithoutOrder(Anthropic)).ShouldBe("""{"profiles":{}}""");

    [Fact]
    public void Removing_an_order_leaves_the_others() =>
        Compact(Read("""{"profiles": {}, "order": {"x": [], "anthropic": ["a"], "y": 5}}""").WithoutOrder(Anthropic))
            .ShouldBe("""{"profiles":{},"order":{"x":[],"y":5}}""");

    [Theory]
    [InlineData("""{"profiles": {}}""")]
    [InlineData("""{"profiles": {}, "order": {}}""")]
    [InlineData("""{"profiles": {}, "order": {"openai": ["a"]}}""")]
    [InlineData("""{"profiles": {}, "order": 5}""")]
    [InlineData("""{"profiles": {}, "order": null}""")]
    public void Removing_what_is_not_there_gives_the_same_snapshot(string text)
    {
        StoreContent document = Read(text);

        document.WithoutOrder(Anthropic).ShouldBeSameAs(document);
    }

    [Fact]
    public void Ids_are_trimmed_and_count_once() =>
        Compact(Read("""{"profiles": {}}""").WithOrder(Anthropic, [" b ", "a", "", " ", "b"])).ShouldBe("""{"profiles":{},"order":{"anthropic":["b","a"]}}""");

    [Theory]
    [InlineData]
    [InlineData("", " \t")]
    public void An_order_of_nothing_removes_the_override(params string[] ids) =>
        new StoreBuilder().Order("anthropic", "a").BuildContent().WithOrder(Anthropic, ids).Store.Order(Anthropic).ShouldBeNull();

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    public void An_order_section_of_the_wrong_type_is_replaced(string order) =>
        Compact(Read($$"""{"profiles": {}, "order": {{order}}, "x": 1}""").WithOrder(Anthropic, ["a"]))
            .ShouldBe("""{"profiles":{},"order":{"anthropic":["a"]},"x":1}""");

    [Fact]
    public void Setting_an_order_also_replaces_the_one_under_another_spelling_of_the_provider()
    {
        StoreContent document = new StoreBuilder().Order("Z.AI", "zai:old").Order("openai", "o").Order("z-ai", "zai:older").BuildContent();

        StoreContent changed = document.WithOrder(Zai, ["zai:new"]);

        changed.Store.Order(Zai).ShouldBe(["zai:new"]);
        Compact(changed).ShouldBe("""{"version":1,"profiles":{},"order":{"openai":["o"],"zai":["zai:new"]}}""");
    }

    [Fact]
    public void Removing_an_order_also_removes_the_one_under_another_spelling_of_the_provider()
    {
        StoreContent document = new StoreBuilder().Order("Z.AI", "zai:old").BuildContent();

        document.WithoutOrder(Zai).Store.Order(Zai).ShouldBeNull();
    }

    [Fact]
    public void A_snapshot_does_not_change()
    {
        StoreContent document = Read(Foreign);

        document.WithOrder(Anthropic, ["a"]).WithoutOrder(ProviderId.Parse("a"));

        Text(document).ShouldBe(Foreign);
        document.Store.Order(Anthropic).ShouldBeNull();
    }

    [Fact]
    public void Duplicate_members_are_kept_as_the_last_of_them() =>
        Compact(Read("""{"profiles": {"a:1": 1}, "x": 1, "profiles": {"a:1": {"type": "api_key"}, "a:1": 2}, "x": 2}""").WithOrder(Anthropic, ["a"]))
            .ShouldBe("""{"profiles":{"a:1":2},"x":2,"order":{"anthropic":["a"]}}""");

    [Theory]
    [InlineData("""{"profiles": {}, "note": "\ud800"}""")]
    [InlineData("""{"profiles": {"a:1": {"type": "api_key", "provider": "a", "key": "k\uDC00"}}}""")]
    [InlineData("""{"profiles": {"a:1": {"type": "\ud83d", "provider": "\ud83d"}}, "version": "\ud83d"}""")]
    public void Half_a_surrogate_pair_survives(string text) =>
        Compact(Read(text).WithOrder(Anthropic, ["a"]).WithoutOrder(Anthropic)).ShouldBe(text.Replace(": ", ":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal));

    [Fact]
    public void Half_a_surrogate_pair_in_a_name_is_passed_over_when_read_and_forbids_every_change()
    {
        StoreContent document = Read("""{"\ud800": 1, "profiles": {"\ud83d": {"type": "api_key"}, "a:1": {"\udc00": 1, "type": "api_key", "provider": "a", "key": "k"}}}""");

        document.Store.Profiles.Select(profile => profile.Id).ShouldBe(["a:1"]);
        document.Store.Find("a:1")!.HasSecret.ShouldBeTrue();
        Should.Throw<MoltbotException>(() => document.WithOrder(Anthropic, ["a"])).Code.ShouldBe(ErrorCode.StoreUnreadable);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"profiles\"")]
    [InlineData("""{"profiles": null}""")]
    [InlineData("""{"profiles": 5}""")]
    [InlineData("""{"profiles": "x"}""")]
    public void What_has_no_profiles_is_no_store(string text) =>
        StoreContent.Read(Parse(text)).ShouldBeNull();

    private static StoreContent Read(string text) => StoreContent.Read(Parse(text))!;

    private static JsonElement Parse(string text) => JsonText.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(StoreContent document) => Encoding.UTF8.GetString(JsonText.Write(document.ToJson()));

    private static string Compact(StoreContent document) => JsonText.WriteCompact(JsonText.ToNode(JsonText.Parse(JsonText.Write(document.ToJson())))!);
}
