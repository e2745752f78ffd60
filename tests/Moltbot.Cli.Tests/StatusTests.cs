using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class StatusTests : IDisposable
{
    private const string AnthropicOnly = """{ agents: { defaults: { model: { primary: "anthropic/claude-opus-4-5" } } } }""";

    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void The_status_is_for_people_unless_something_else_is_asked_for()
    {
        scene.WithConfig(AnthropicOnly).WithStore(new StoreBuilder().Token("anthropic:work", TimeSpan.FromHours(5.5)));

        string[] lines = scene.Run("models", "status").ShouldSucceed().Output.Split('\n');

        lines.ShouldContain(SystemForm.OfText("Config        : ~/.moltbot/moltbot.json"));
        lines.ShouldContain(SystemForm.OfText("Auth store    : ~/.moltbot/agents/main/agent/auth-profiles.json"));
        lines.ShouldContain("  - anthropic:work expiring expires in 6h");
    }

    [Fact]
    public void Json_has_the_members_of_the_gateway_in_its_order()
    {
        JsonObject json = scene.WithConfig("{}").Run("models", "status", "--json").ShouldSucceed().Json.AsObject();

        NamesIn(json).ShouldBe(["configPath", "agentDir", "defaultModel", "resolvedDefault", "fallbacks", "imageModel", "imageFallbacks", "aliases", "allowed", "auth"]);
        NamesIn(json["auth"]!).ShouldBe(["storePath", "shellEnvFallback", "providersWithOAuth", "missingProvidersInUse", "providers", "unusableProfiles", "oauth"]);
        NamesIn(json["auth"]!["oauth"]!).ShouldBe(["warnAfterMs", "profiles", "providers"]);
    }

    [Fact]
    public void Plain_is_the_default_model_alone() =>
        scene.WithConfig("""{ agents: { defaults: { model: { primary: "z.ai/glm-4.7" } } } }""")
            .Run("models", "status", "--plain").ShouldSucceed().Output.ShouldBe("zai/glm-4.7\n");

    [Theory]
    [InlineData("models", "status", "--json", "--plain")]
    [InlineData("models", "--status-json", "--status-plain")]
    public void Json_and_plain_exclude_each_other(params string[] arguments) =>
        scene.Run(arguments).ShouldFail("Error: Choose either --json or --plain, not both.");

    [Theory]
    [InlineData("models", "status", "models")]
    [InlineData("models status --json", "models --status-json")]
    [InlineData("models status --plain", "models --status-plain")]
    public void Models_alone_is_the_status(params string[] commandLines)
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("anthropic:work"));
        string[] twice = [commandLines[0] == "models" ? "models status" : commandLines[0], commandLines[^1]];

        scene.Run(twice[1].Split(' ')).Output.ShouldBe(scene.Run(twice[0].Split(' ')).Output);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(30 * 24, 0)]
    [InlineData(20, 2)]
    [InlineData(-1, 1)]
    public void A_check_tells_by_its_exit_code_how_a_token_is(int? hoursLeft, int exitCode)
    {
        DateTimeOffset? expires = hoursLeft is { } hours ? DateTimeOffset.UtcNow.AddHours(hours) : null;
        scene.WithConfig(AnthropicOnly).WithStore(new StoreBuilder().Token("anthropic:work", expires: expires));

        scene.Run("models", "status", "--check").ExitCode.ShouldBe(exitCode);
        scene.Run("models", "status", "--check", "--json").ExitCode.ShouldBe(exitCode);
        scene.Run("models", "status", "--check", "--plain").ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public void A_check_fails_when_a_model_in_use_has_no_credential() =>
        scene.WithConfig(AnthropicOnly).Run("models", "status", "--check").ExitCode.ShouldBe(1);

    [Fact]
    public void A_check_fails_when_a_sign_in_does_not_say_when_it_ends() =>
        scene.WithConfig(AnthropicOnly).WithStore(new StoreBuilder().OAuth("anthropic:work")).Run("models", "status", "--check").ExitCode.ShouldBe(1);

    [Fact]
    public void Expired_goes_before_expiring() =>
        scene.WithConfig(AnthropicOnly)
            .WithStore(new StoreBuilder().Token("anthropic:a", TimeSpan.FromHours(2)).Token("anthropic:b", TimeSpan.FromHours(-2)))
            .Run("models", "status", "--check").ExitCode.ShouldBe(1);

    [Fact]
    public void Without_a_check_the_exit_code_is_0_whatever_the_credentials_are() =>
        scene.WithConfig(AnthropicOnly).WithStore(new StoreBuilder().Token("zai:work", TimeSpan.FromHours(-1))).Run("models", "status").ShouldSucceed();

    [Theory]
    [InlineData("12h", 0)]
    [InlineData("12", 0)]
    [InlineData("20h", 0)]
    [InlineData("40h", 2)]
    [InlineData("2d", 2)]
    [InlineData("0", 0)]
    public void What_counts_as_soon_can_be_chosen(string duration, int exitCode)
    {
        scene.WithConfig(AnthropicOnly).WithStore(new StoreBuilder().Token("anthropic:work", TimeSpan.FromHours(30)));

        scene.Run("models", "status", "--check", "--warn-within", duration).ExitCode.ShouldBe(exitCode);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1h")]
    [InlineData("1w")]
    [InlineData("99999999999d")]
    public void What_is_no_duration_is_refused(string duration) =>
        scene.Run("models", "status", $"--warn-within={duration}").ShouldFail("--warn-within", duration, "12h");

    [Fact]
    public void A_provider_narrows_the_status_and_the_check_in_any_spelling()
    {
        scene.WithConfig(AnthropicOnly).WithStore(new StoreBuilder().ApiKey("zai:a").Token("anthropic:old", TimeSpan.FromHours(-1)));

        CommandOutcome outcome = scene.Run("models", "status", "--check", "--json", "--provider", "Z.AI").ShouldSucceed();

        outcome.Json["auth"]!["providers"]!.AsArray().Select(provider => provider!["provider"]!.GetValue<string>()).ShouldBe(["zai"]);
        outcome.Json["auth"]!["oauth"]!["profiles"]!.AsArray().Select(profile => profile!["profileId"]!.GetValue<string>()).ShouldBe(["zai:a"]);
    }

    [Fact]
    public void The_status_is_about_main_even_where_another_agent_is_the_default()
    {
        scene.WithConfig("""{ agents: { list: [{ id: "helper", default: true }] } }""")
            .WithStore(new StoreBuilder().ApiKey("zai:main")).WithStore("helper", new StoreBuilder().ApiKey("zai:helper"));

        ProfilesOf(scene.Run("models", "status", "--json").ShouldSucceed()).ShouldBe(["zai:main"]);
    }

    [Fact]
    public void The_status_of_an_agent_shows_what_it_inherits_and_copies_nothing()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:main")).WithStore("helper", new StoreBuilder().ApiKey("zai:helper"));
        string before = scene.Home.Fingerprint();

        CommandOutcome outcome = scene.Run("models", "status", "--json", "--agent", " Helper ").ShouldSucceed();

        ProfilesOf(outcome).ShouldBe(["zai:helper", "zai:main"]);
        scene.Home.Collapse(outcome.Json["agentDir"]!.GetValue<string>()).ShouldBe("$HOME/.moltbot/agents/helper/agent");
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_model_without_a_provider_is_pointed_out_on_standard_error()
    {
        CommandOutcome outcome = scene.WithConfig("""{ agents: { defaults: { model: { primary: "fast" } } } }""").Run("models", "status", "--plain");

        outcome.ShouldComplain("[moltbot] Model \"fast\"", "anthropic/fast");
        outcome.Output.ShouldBe("anthropic/fast\n");
        outcome.ExitCode.ShouldBe(0);
    }

    private static IEnumerable<string> NamesIn(JsonNode json) => json.AsObject().Select(member => member.Key);

    private static IEnumerable<string> ProfilesOf(CommandOutcome outcome) =>
        outcome.Json["auth"]!["oauth"]!["profiles"]!.AsArray().Select(profile => profile!["profileId"]!.GetValue<string>());
}
