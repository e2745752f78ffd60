using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class ProfileListTests : IDisposable
{
    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Each_profile_has_a_line_with_all_there_is_to_see()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().Token("anthropic:work", TimeSpan.FromHours(5.4)).ApiKey("zai:a").Cooldown("zai:a", TimeSpan.FromHours(3)));

        string[] lines = scene.Run("models", "auth", "list").ShouldSucceed().Output.TrimEnd().Split('\n');

        lines.Length.ShouldBe(3);
        lines[0].ShouldMatch(@"^Profile +Kind +Value +Health +Expires in +Not used +Stored in$");
        lines[1].ShouldMatch(@"^anthropic:work +token +sk-\S*\.\.\.\S+ +expiring +5h +- +" + StoreOf("main"));
        lines[2].ShouldMatch(@"^zai:a +api_key +sk-\S*\.\.\.\S+ +static +- +cooldown 3h +" + StoreOf("main"));
    }

    [Theory]
    [InlineData("models", "auth", "list")]
    [InlineData("models", "status")]
    public void An_entry_that_is_no_profile_is_told(params string[] command)
    {
        scene.WithConfig("{}").WithFile(CommandScene.StoreOf("main"), """{"version": 1, "profiles": {"zai:x": {"mode": "api_key", "provider": "zai", "key": "sk-never-shown-0123456789"}}}""");

        CommandOutcome result = scene.Run(command);

        result.Errors.ShouldContain("Entry \"zai:x\"");
        result.Errors.ShouldContain("it says in \"mode\" what belongs in \"type\"");
        (result.Output + result.Errors).ShouldNotContain("never-shown");
    }

    [Fact]
    public void Json_gives_each_profile_in_the_words_of_the_status()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().Token("anthropic:work", TimeSpan.FromHours(5)));

        JsonNode json = scene.Run("models", "auth", "list", "--json").ShouldSucceed().Json;

        json["agentId"]!.GetValue<string>().ShouldBe("main");
        JsonObject profile = json["profiles"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        profile["profileId"]!.GetValue<string>().ShouldBe("anthropic:work");
        profile["status"]!.GetValue<string>().ShouldBe("expiring");
        profile["value"]!.GetValue<string>().ShouldContain("...");
    }

    [Fact]
    public void An_agent_shows_its_own_profiles_and_where_the_inherited_ones_are()
    {
        scene.WithConfig("""{ agents: { list: [{ id: "helper", default: true }] } }""")
            .WithStore(new StoreBuilder().ApiKey("zai:main")).WithStore("helper", new StoreBuilder().ApiKey("zai:helper"));

        string output = scene.Run("models", "auth", "list").ShouldSucceed().Output;

        output.ShouldMatch("(?m)^zai:main .*" + StoreOf("main"));
        output.ShouldMatch("(?m)^zai:helper .*" + StoreOf("helper"));
    }

    [Fact]
    public void A_provider_narrows_the_list()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("openai:a"));

        string output = scene.Run("models", "auth", "list", "--provider", "Z-AI").ShouldSucceed().Output;

        output.ShouldContain("zai:a");
        output.ShouldNotContain("openai:a");
    }

    [Fact]
    public void An_empty_list_says_whose_it_is() =>
        scene.WithConfig("{}").Run("models", "auth", "list").ShouldSucceed().Output
            .ShouldBe(SystemForm.OfText("No auth profiles for agent main (~/.moltbot/agents/main/agent/auth-profiles.json).\n"));

    /// <summary>A line ends with the place of an agent's store.</summary>
    private static string StoreOf(string agent) => Regex.Escape(SystemForm.OfText("~/" + CommandScene.StoreOf(agent))) + "$";
}
