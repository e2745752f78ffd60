using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Tests;

public sealed class JsonListTests
{
    [Fact]
    public void Its_items_are_made_when_it_is_written_and_not_before()
    {
        int made = 0;
        JsonObject json = new() { ["items"] = JsonList.Of([1, 2], number => Made(number)) };

        made.ShouldBe(0);
        JsonText.WriteCompact(json).ShouldBe("""{"items":[{"number":1},{"number":2}]}""");
        made.ShouldBe(2);

        JsonObject Made(int number)
        {
            made++;
            return new JsonObject { ["number"] = (double)number };
        }
    }

    [Fact]
    public void It_is_written_as_an_array_is()
    {
        JsonObject array = new() { ["none"] = new JsonArray(), ["texts"] = new JsonArray("a", "é\n") };
        JsonObject list = new() { ["none"] = JsonList.Of([]), ["texts"] = JsonList.Of(["a", "é\n"]) };

        JsonText.WriteIndented(list).ShouldBe(JsonText.WriteIndented(array));
        list.ToJsonString().ShouldBe(array.ToJsonString());
    }

    [Fact]
    public void Secrets_in_the_wrong_place_are_hidden_in_its_items_and_in_names_if_that_is_wanted()
    {
        const string Secret = "sk-ant-api03-NEVERSHOWN-NEVERSHOWN-NEVERSHOWN-NEVERSHOWN";
        JsonObject json = new() { ["list"] = JsonList.Of([Secret]), [Secret] = "named", ["read"] = JsonText.ToNode(JsonText.Parse(System.Text.Encoding.UTF8.GetBytes($"\"{Secret}\""))) };

        using StringWriter shown = new();
        JsonText.WriteIndented(shown, json, hidesSecrets: true);

        shown.ToString().ShouldNotContain("NEVERSHOWN");
        shown.ToString().ShouldContain("named");
        JsonText.WriteIndented(json).ShouldContain(Secret);
    }
}
