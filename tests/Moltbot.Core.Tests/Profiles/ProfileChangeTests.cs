using System.Text;
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
