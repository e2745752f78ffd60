using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class CandidatesTests : IDisposable
{
    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void One_screen_says_why_this_key()
    {
        scene.WithConfig("{}").WithVariable("ANTHROPIC_API_KEY", StoreBuilder.AnyKey).WithStore(new StoreBuilder()
            .Token("anthropic:work", TimeSpan.FromDays(3)).ApiKey("anthropic:default").Cooldown("anthropic:work", TimeSpan.FromHours(3))
            .Order("anthropic", "anthropic:work", "anthropic:default"));
        string before = scene.Home.Fingerprint();

        string[] lines = scene.Run("models", "auth", "candidates", "--provider", "Anthropic").ShouldSucceed().Output.TrimEnd().Split('\n');

        lines.Length.ShouldBe(8);
        lines[0].ShouldBe("Provider  anthropic");
        lines[1].ShouldBe(SystemForm.OfText("Agent     main (~/.moltbot/agents/main/agent/auth-profiles.json)"));
        lines[2].ShouldBe("Order     the order override in the store");
        lines[3].ShouldBe("Used now  anthropic:default");
        lines[5].ShouldMatch(@"^> +1 +anthropic:default +api-key +sk-\S*\.\.\.\S+ +used +the first that can be used while anthropic:work is in cooldown$");
        lines[6].ShouldMatch(@"^ +2 +anthropic:work +token +sk-\S*\.\.\.\S+ +cooldown 3h +in cooldown until \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ");
        lines[7].ShouldMatch(@"^ +3 +env: ANTHROPIC_API_KEY +api-key +sk-\S*\.\.\.\S+ +shadowed +anthropic:default comes first$");
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Json_holds_the_choice_and_every_candidate()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b"));

        JsonNode json = scene.Run("models", "auth", "candidates", "--provider", "zai", "--json").ShouldSucceed().Json;

        json["chosen"]!.GetValue<string>().ShouldBe("profile:zai:a");
        json["candidates"]!.AsArray().Select(candidate => candidate!["state"]!.GetValue<string>()).ShouldBe(["used", "standby"]);
    }

    [Fact]
    public void A_secret_that_cannot_be_had_is_said_and_the_next_profile_used_as_by_a_run()
    {
        SecretReference missing = SecretReference.Create(SecretReferenceSource.Environment, "default", "KEPT_ELSEWHERE");
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKeyAt("zai:a", missing).ApiKey("zai:b").Order("zai", "zai:a", "zai:b"));

        string output = scene.Run("models", "auth", "candidates", "--provider", "zai").ShouldSucceed().Output;

        output.ShouldContain("Used now  zai:b\n");
        output.ShouldMatch(@"1 +zai:a +api-key +env: KEPT_ELSEWHERE +unresolved +There is no secret at env: KEPT_ELSEWHERE\.");
        scene.Run("models", "auth", "credential", "--provider", "zai").ShouldComplain("KEPT_ELSEWHERE").Output.ShouldContain("Profile: zai:b");
    }

    [Fact]
    public void Nothing_to_use_says_what_to_do()
    {
        string[] lines = scene.WithConfig("{}").Run("models", "auth", "candidates", "--provider", "zai").ShouldSucceed().Output.TrimEnd().Split('\n');

        lines[3].ShouldBe("Used now  none");
        lines[^1].ShouldBe("There is no credential for zai that could be used. Add a profile for it, or set one of its environment variables.");
    }

    [Fact]
    public void An_unknown_agent_is_refused() =>
        scene.WithConfig("{}").Run("models", "auth", "candidates", "--provider", "zai", "--agent", "nobody").ShouldFail("Agent \"nobody\" is not configured");

    [Fact]
    public void A_store_that_cannot_be_read_is_named()
    {
        scene.WithConfig("{}").WithFile(CommandScene.StoreOf("main"), "{");
        string before = scene.Home.Fingerprint();

        scene.Run("models", "auth", "candidates", "--provider", "zai").ShouldFail("auth-profiles.json");

        scene.Home.Fingerprint().ShouldBe(before);
    }
}
