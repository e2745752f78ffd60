using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class PasteTokenTests : IDisposable
{
    private const string Config = """
        {
          // who may speak for us
          auth: { order: { anthropic: ["anthropic:old"] } },
          models: { providers: { proxy: { baseUrl: "https://llm.example.test", apiKey: "${PROXY_KEY}", models: [] } } }, // keep
        }

        """;

    private const string Token = "FAKE-canary-token-0123456789";
    private const string SetupToken = "sk-ant-oat01-FAKE-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789";

    private readonly CommandScene scene = new CommandScene().WithVariable("PROXY_KEY", "FAKE-proxy-0123456789");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_token_is_read_from_standard_input()
    {
        scene.WithConfig(Config).WithInput(SetupToken[..40] + "\n  " + SetupToken[40..] + "\n");

        scene.Run("models", "auth", "setup-token").ShouldSucceed().Output
            .ShouldBe(SystemForm.OfText("Updated ~/.moltbot/moltbot.json\nAuth profile: anthropic:manual (anthropic/token)\n"));

        Stored()["profiles"]!["anthropic:manual"]!.ToJsonString().ShouldBe($$"""{"type":"token","provider":"anthropic","token":"{{SetupToken}}"}""");
        Unix.Mode(scene.StorePath).ShouldBe("600");
    }

    [Fact]
    public void The_configuration_gets_the_smallest_edit_that_says_it()
    {
        scene.WithConfig(Config).WithInput(Token);

        Paste("anthropic").ShouldSucceed();

        string text = File.ReadAllText(scene.ConfigPath);
        text.ShouldContain("// who may speak for us");
        text.ShouldContain("""order: { anthropic: ["anthropic:manual", "anthropic:old"] }""");
        text.ShouldContain("""apiKey: "${PROXY_KEY}", models: [] } } }, // keep""");
        File.ReadAllText(scene.ConfigPath + ".bak").ShouldBe(Config);
    }

    [Fact]
    public void What_still_stands_in_the_way_is_said()
    {
        scene.WithConfig("{}").WithInput(Token);

        Paste("anthropc").ShouldComplain("Nothing uses anthropc yet", "Did you mean anthropic?").ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "models auth setup-token", "no token was given")]
    [InlineData(" \n", "models auth paste-token --provider zai", "no token was given")]
    [InlineData("wrong-prefix-0123456789", "models auth setup-token", "sk-ant-oat01-")]
    [InlineData("sk-ant-oat01-FAKE", "models auth setup-token", "too short")]
    [InlineData("sk-ant-api03-FAKE-0123456789", "models auth setup-token", "paste-api-key")]
    [InlineData("sk-ant-api03-FAKE-0123456789", "models auth paste-token --provider anthropic", "paste-api-key")]
    [InlineData("FAKE\nsecond-line-0123456789", "models auth paste-token --provider zai", "line break")]
    [InlineData(Token, "models auth setup-token --provider openai", "Only anthropic")]
    [InlineData(Token, "models auth paste-token --provider zai --expires-in soon", "not a duration")]
    [InlineData(Token, "models auth paste-token --provider zai --expires-in 0", "not in the future")]
    [InlineData(Token, "models auth paste-token --provider zai --expires-in 99999999999d", "duration")]
    [InlineData(Token, "models auth paste-token --provider zai --agent nobody", "\"nobody\" is not configured")]
    [InlineData(Token, "models auth paste-token --provider zai --profile-id zai:key", "--force")]
    [InlineData(Token, "models auth paste-token FAKE-token-in-an-argument --provider zai", "must not be an argument")]
    [InlineData(Token, "models auth paste-token --provider sk-ant-oat01-FAKE-0123456789", "must not be an argument")]
    [InlineData(Token, "models auth paste-token --provider zai --token=FAKE-token-in-an-argument", "'--token'")]
    public void Bad_input_leaves_every_file_as_it_was(string input, string commandLine, string reason)
    {
        scene.WithConfig(Config).WithStore(new StoreBuilder().ApiKey("zai:key")).WithInput(input);
        string before = scene.Home.Fingerprint();

        CommandOutcome outcome = scene.Run(commandLine.Split(' ')).ShouldFail(reason);

        outcome.Errors.ShouldNotContain("in-an-argument");
        outcome.Errors.ShouldNotContain("oat01-FAKE");
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_configuration_that_is_not_valid_is_found_before_anything_is_written()
    {
        scene.WithConfig("{ auth: { profiles: 3 } }").WithInput(Token);
        string before = scene.Home.Fingerprint();

        Paste("zai").ShouldFail("auth.profiles", scene.ConfigPath);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_configuration_that_cannot_be_written_takes_the_profile_back()
    {
        scene.WithConfig(Config).WithStore(new StoreBuilder().ApiKey("zai:key")).WithInput(Token);
        string before = scene.Home.Fingerprint();
        Unix.SetMode(scene.Home[".moltbot"], "500");

        scene.RunUnprivileged("models", "auth", "paste-token", "--provider", "zai").ShouldFail(scene.ConfigPath, "was taken back");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_process_that_is_killed_between_the_writes_leaves_whole_files_and_the_next_one_completes_it()
    {
        scene.WithConfig(Config).WithStore(new StoreBuilder().ApiKey("zai:key")).WithInput(Token);
        string otherLock = LockOfOther.Take(scene.ConfigPath);
        RunningCommand command = StartBetweenTheWrites();

        command.Send(9);

        command.Outcome().ExitCode.ShouldBe(137);
        File.ReadAllText(scene.ConfigPath).ShouldBe(Config);
        Stored()["profiles"]!["zai:manual"]!["token"]!.GetValue<string>().ShouldBe(Token);
        Directory.Delete(otherLock);
        Paste("zai").ExitCode.ShouldBe(0);
        File.ReadAllText(scene.ConfigPath).ShouldContain("zai:manual");
    }

    [Fact]
    public void A_process_that_is_asked_to_end_between_the_writes_takes_the_first_one_back()
    {
        scene.WithConfig(Config).WithStore(new StoreBuilder().ApiKey("zai:key")).WithInput(Token);
        string before = scene.Home.Fingerprint();
        string otherLock = LockOfOther.Take(scene.ConfigPath);
        RunningCommand command = StartBetweenTheWrites();

        command.Send(15);

        command.Outcome().ExitCode.ShouldBe(143);
        Directory.Delete(otherLock);
        JsonDifference.Find(JsonNode.Parse(new StoreBuilder().ApiKey("zai:key").ToText()), Stored()).ShouldBeNull();
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_secret_is_not_in_the_list_of_processes()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Only Linux shows the list of processes as files.");
        scene.WithConfig(Config).WithStore(new StoreBuilder()).WithInput(Token);
        LockOfOther.Take(scene.ConfigPath);
        RunningCommand command = StartBetweenTheWrites();

        command.CommandLineAndEnvironment().ShouldNotContain(Token);

        command.Send(15);
        command.Outcome();
    }

    /// <summary>Starts a run that has stored the profile and waits for the configuration.</summary>
    private RunningCommand StartBetweenTheWrites()
    {
        RunningCommand.RequireLooks();
        RunningCommand command = scene.Start("models", "auth", "paste-token", "--provider", "zai");
        SpinWait.SpinUntil(() => !command.IsRunning || (Stored()["profiles"]!["zai:manual"] is not null && !Directory.Exists(scene.StorePath + ".lock")), TimeSpan.FromMinutes(1)).ShouldBeTrue();
        command.WaitUntilItWaits();
        return command;
    }

    private CommandOutcome Paste(string provider) => scene.Run("models", "auth", "paste-token", "--provider", provider);

    private JsonNode Stored() => JsonNode.Parse(File.ReadAllText(scene.StorePath))!;
}
