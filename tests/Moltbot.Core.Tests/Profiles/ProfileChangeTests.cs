using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Tests.Profiles;

public sealed class ProfileChangeTests
{
    private const string Store = """
        {
          "version": 1, "future": { "x": 1 },
          "profiles": {
            "zai:a": { "type": "api_key", "provider": "zai", "key": "FAKE-a", "future": true },
            "future:x": { "type": "passkey", "provider": "future" },
            "zai:b": { "type": "api_key", "provider": "zai", "key": "FAKE-b" }
          },
          "order": { "zai": ["zai:a", "zai:b"], "openai": ["zai:a"] },
          "lastGood": { "zai": "zai:a", "openai": "openai:x" },
          "usageStats": { "zai:a": { "errorCount": 2 }, "zai:b": { "lastUsed": 1 } }
        }
        """;

    [Fact]
    public void A_new_profile_goes_behind_the_others_and_changes_nothing_else() =>
        With(new NewProfile("anthropic:manual", ProviderId.Default, AuthProfileKind.Token, new Secret("FAKE-t")) { Expires = 5, Email = "a@b.co" })
            .ShouldBe(Changed(store => store["profiles"]!["anthropic:manual"] = JsonNode.Parse("""{"type":"token","provider":"anthropic","token":"FAKE-t","expires":5,"email":"a@b.co"}""")));

    [Fact]
    public void A_profile_that_is_there_is_replaced_in_its_place_and_keeps_its_usage() =>
        With(new NewProfile("zai:a", ProviderId.Parse("z.ai"), AuthProfileKind.ApiKey, new Secret("FAKE-new")))
            .ShouldBe(Changed(store => store["profiles"]!["zai:a"] = JsonNode.Parse("""{"type":"api_key","provider":"zai","key":"FAKE-new"}""")));

    [Fact]
    public void A_removed_profile_goes_from_everything_that_names_it() => Without("zai:a").ShouldBe(Changed(store =>
    {
        store["profiles"]!.AsObject().Remove("zai:a");
        store["usageStats"]!.AsObject().Remove("zai:a");
        store["lastGood"]!.AsObject().Remove("zai");
        store["order"] = JsonNode.Parse("""{ "zai": ["zai:b"] }""");
    }));

    [Fact]
    public void What_nothing_names_cannot_be_removed()
    {
        StoreContent document = Document(Store);

        document.WithoutProfile("zai:c").ShouldBeSameAs(document);
    }

    [Fact]
    public void An_order_of_nothing_else_goes_with_the_profile() =>
        Text(Document("""{"profiles":{},"order":{"zai":["zai:a"]}}""").WithoutProfile("zai:a")).ShouldBe("""{"profiles":{}}""");

    [Theory]
    [InlineData("""{"profiles":{},"order":{"x":[],"zai":["zai:a"]}}""", """{"profiles":{},"order":{"x":[]}}""")]
    [InlineData("""{"profiles":{},"order":{"zai":[" zai:a "],"openai":["zai:a","openai:x"],"x":5}}""", """{"profiles":{},"order":{"openai":["openai:x"],"x":5}}""")]
    [InlineData("""{"profiles":{},"order":{"zai":["zai:a"],"openai":["zai:a"]}}""", """{"profiles":{}}""")]
    [InlineData("""{"profiles":{},"lastGood":{"zai":"zai:a"}}""", """{"profiles":{},"lastGood":{}}""")]
    [InlineData("""{"profiles":{},"usageStats":{"zai:a":{}}}""", """{"profiles":{},"usageStats":{}}""")]
    [InlineData("""{"profiles":{}}""", """{"profiles":{}}""")]
    public void A_profile_that_is_not_there_goes_from_what_names_it_and_nothing_else_does(string before, string after) =>
        Text(Document(before).WithoutProfile("zai:a")).ShouldBe(after);

    [Fact]
    public void Where_there_are_no_orders_nothing_is_removed_from_any()
    {
        StoreContent document = Document("""{"profiles":{"zai:b":{"type":"api_key","provider":"zai"}}}""");

        document.WithoutProfile("zai:a").ShouldBeSameAs(document);
    }

    /// <summary>What is remembered of a profile, and what is remembered of it under another secret; <see langword="null"/> when nothing changes.</summary>
    [Theory]
    [InlineData("""{"lastUsed":5,"errorCount":2,"cooldownUntil":9}""", """{"lastUsed":5,"errorCount":0}""")]
    [InlineData("""{"errorCount":1}""", """{"errorCount":0}""")]
    [InlineData("""{"lastUsed":5,"disabledUntil":9}""", """{"lastUsed":5,"errorCount":0}""")]
    [InlineData("""{"lastUsed":5,"errorCount":0}""", null)]
    [InlineData("""{"lastUsed":5}""", null)]
    [InlineData("""{"errorCount":0}""", null)]
    [InlineData("[]", null)]
    public void To_another_secret_nothing_counts_of_what_the_one_before_has_earned(string before, string? after)
    {
        StoreContent document = Document($$"""{"profiles":{},"usageStats":{"zai:a":{{before}} } }""");

        StoreContent fresh = document.WithFreshUsage(document.Store, "zai:a");

        ReferenceEquals(fresh, document).ShouldBe(after is null);
        JsonText.ToNode(fresh.Json.Member("usageStats").Member("zai:a"))!.ToJsonString().ShouldBe(after ?? before);
    }

    [Fact]
    public void What_is_remembered_and_what_worked_last_is_changed_where_it_is_another()
    {
        StoreContent document = Document(Store);

        document.WithoutUsage("zai:c").ShouldBeSameAs(document);
        document.WithLastGood("zai", "zai:a").ShouldBeSameAs(document);
        Text(document.WithoutUsage("zai:a")).ShouldBe(Changed(store => store["usageStats"]!.AsObject().Remove("zai:a")));
        Text(document.WithLastGood("zai", "zai:b")).ShouldBe(Changed(store => store["lastGood"]!["zai"] = "zai:b"));
    }

    [Fact]
    public void A_reference_takes_the_place_of_the_secret_or_the_last_place_where_there_is_none()
    {
        SecretReference reference = SecretReference.Create(SecretReferenceSource.Environment, "default", "A");
        Text(Document("""{"profiles":{"a":{"key":"k","type":"api_key","provider":"zai"}}}""").WithReference("a", reference))
            .ShouldBe("""{"profiles":{"a":{"keyRef":{"source":"env","provider":"default","id":"A"},"type":"api_key","provider":"zai"}}}""");
        Text(Document("""{"profiles":{"a":{"type":"api_key","provider":"zai"}}}""").WithReference("a", reference))
            .ShouldBe("""{"profiles":{"a":{"type":"api_key","provider":"zai","keyRef":{"source":"env","provider":"default","id":"A"}}}}""");
    }

    [Fact]
    public void An_expiry_is_set_and_taken_away()
    {
        StoreContent document = Document(Store).WithExpiry("zai:a", 5);

        Text(document).ShouldBe(Changed(store => store["profiles"]!["zai:a"]!["expires"] = 5));
        Text(document.WithExpiry("zai:a", null)).ShouldBe(Changed(_ => { }));
    }

    /// <summary>The path of what is to go, and what of <c>{"profiles":{"a":{"x":[1,2],"y":3}}}</c> is left; <see langword="null"/> when it has nothing there.</summary>
    [Theory]
    [InlineData("profiles/a/y", """{"profiles":{"a":{"x":[1,2]}}}""")]
    [InlineData("profiles/a/x/0", """{"profiles":{"a":{"x":[2],"y":3}}}""")]
    [InlineData("profiles/a/x/1", """{"profiles":{"a":{"x":[1],"y":3}}}""")]
    [InlineData("profiles/a/x/2", null)]
    [InlineData("profiles/a/x/-1", null)]
    [InlineData("profiles/a/x/y", null)]
    [InlineData("profiles/a/z", null)]
    [InlineData("profiles/b/z", null)]
    [InlineData("profiles/a/y/z", null)]
    public void A_member_goes_by_its_path_and_an_item_by_its_place(string path, string? left)
    {
        StoreContent document = Document("""{"profiles":{"a":{"x":[1,2],"y":3}}}""");

        StoreContent without = document.Without([path.Split('/')]);

        ReferenceEquals(without, document).ShouldBe(left is null);
        if (left is not null)
            Text(without).ShouldBe(left);
    }

    [Fact]
    public void Something_went_when_one_of_several_did()
    {
        StoreContent document = Document("""{"profiles":{"a":{"x":1,"y":2,"z":3}}}""");

        Text(document.Without([["profiles", "a", "x"], ["profiles", "a", "y"], ["profiles", "b"]])).ShouldBe("""{"profiles":{"a":{"z":3}}}""");
    }

    [Theory]
    [InlineData("""{"profiles":{}}""", true)]
    [InlineData("""{"version":1,"profiles":{}}""", true)]
    [InlineData("""{"version":1,"profiles":[]}""", true)]
    [InlineData("""{"version":1,"profiles":{"a":5}}""", false)]
    [InlineData("""{"version":1,"profiles":{},"order":{}}""", false)]
    public void A_store_that_says_nothing_says_no_more_than_its_version(string text, bool isEmpty) => Document(text).IsEmpty.ShouldBe(isEmpty);

    [Fact]
    public void What_is_passed_over_is_in_a_new_store_on_demand_behind_the_others()
    {
        AuthProfileStore store = Document(Store).Store;

        StoreContent.Of(store).Entry("future:x").ValueKind.ShouldBe(JsonValueKind.Undefined);
        StoreContent.Of(store, withPassedOver: true).Json.Member("profiles").Entries().Select(entry => entry.Name).ShouldBe(["zai:a", "zai:b", "future:x"]);
    }

    private static string With(NewProfile profile) => Text(Document(Store).WithProfile(profile));

    private static string Without(string id) => Text(Document(Store).WithoutProfile(id));

    private static string Changed(Action<JsonNode> change)
    {
        JsonNode store = JsonNode.Parse(Store)!;
        change(store);
        return store.ToJsonString();
    }

    private static StoreContent Document(string json) => StoreContent.Read(JsonText.Parse(Encoding.UTF8.GetBytes(json)))!;

    private static string Text(StoreContent document) => JsonNode.Parse(JsonText.Write(document.ToJson()))!.ToJsonString();
}
