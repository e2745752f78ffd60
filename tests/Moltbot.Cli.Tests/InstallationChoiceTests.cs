using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class InstallationChoiceTests : IDisposable
{
    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void The_state_directory_option_beats_everything_in_the_environment()
    {
        scene.WithVariable("MOLTBOT_STATE_DIR", "$HOME/wrong").WithVariable("CLAWDBOT_STATE_DIR", "$HOME/wrong")
            .WithVariable("MOLTBOT_CONFIG_PATH", "$HOME/wrong/moltbot.json").WithVariable("CLAWDBOT_CONFIG_PATH", "$HOME/wrong/moltbot.json")
            .WithVariable("CLAWDBOT_AGENT_DIR", "$HOME/wrong").WithVariable("PI_CODING_AGENT_DIR", "$HOME/wrong")
            .WithVariable("CLAWDBOT_OAUTH_DIR", "$HOME/wrong").WithVariable("CLAWDBOT_PROFILE", "wrong")
            .WithConfig("{ wrong").WithFile("wrong/moltbot.json", "{ wrong").WithFile("wrong/auth-profiles.json", "{ wrong")
            .WithFile("wrong/oauth.json", """{ "zai": { "access": "FAKE-wrong-access", "refresh": "FAKE-wrong-refresh" } }""")
            .WithFile("wrong/.env", "XAI_API_KEY=FAKE-wrong-key-0123456789")
            .WithFile("right/moltbot.json", """{ agents: { defaults: { model: { primary: "zai/glm" } } } }""")
            .WithFile("right/.env", "ZAI_API_KEY=FAKE-right-key-0123456789");

        CommandOutcome outcome = scene.Run("--state-dir", "right", "models", "status", "--json").ShouldSucceed();

        Paths(outcome).ShouldBe(["$HOME/right/moltbot.json", "$HOME/right/agents/main/agent", "$HOME/right/agents/main/agent/auth-profiles.json"]);
        Providers(outcome).ShouldBe(["zai"]);
    }

    [Theory]
    [InlineData("--state-dir", "mistyped")]
    [InlineData("--state-dir=~/mistyped")]
    public void A_new_installation_is_told_where_it_begins_and_only_there(params string[] options)
    {
        string[] set = [.. options, "env", "set", "A"];

        CommandOutcome first = scene.WithInput("b\n").Run(set);

        first.ExitCode.ShouldBe(0);
        first.ShouldComplain($"[moltbot] New installation at {scene.Home["mistyped"]}. ", "--state-dir");
        scene.Run(set).ShouldSucceed();
    }

    [Fact]
    public void A_variable_that_leads_to_a_new_installation_is_told_too()
    {
        scene.WithVariable("CLAWDBOT_STATE_DIR", "$HOME/mistyped").WithInput("b\n");

        scene.Run("env", "set", "A").ShouldComplain($"New installation at {scene.Home["mistyped"]}", "CLAWDBOT_STATE_DIR");
    }

    [Fact]
    public void Nothing_new_is_told_of_a_look()
    {
        scene.Run("--state-dir", "mistyped", "models", "auth", "list").Errors.ShouldNotContain("New installation");
        Directory.Exists(scene.Home["mistyped"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--state-dir \"$(printf 'caf\\351')\" env set A")]
    [InlineData("env set \"$(printf 'A\\351')\"")]
    [InlineData("models auth paste-token --provider \"$(printf '\\200')\"")]
    public void An_argument_that_is_no_text_is_refused(string arguments)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Arguments are text on Windows.");

        CommandOutcome outcome = scene.RunScript($"echo b | '{BuiltProgram.Path}' {arguments}");

        outcome.ShouldFailWith(2, "is not UTF-8");
        Directory.GetFileSystemEntries(scene.Home.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_variable_or_a_working_directory_that_is_no_text_leads_nowhere()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Elsewhere names of files are text.");

        scene.RunScript($"export CLAWDBOT_STATE_DIR=\"$(printf 'caf\\351')\"; echo b | '{BuiltProgram.Path}' env set A").ShouldFail("U+FFFD");
        Directory.GetFileSystemEntries(scene.Home.Path).ShouldBeEmpty();
        scene.RunScript($"mkdir \"$(printf 'caf\\351')\"; cd \"$(printf 'caf\\351')\"; echo b | '{BuiltProgram.Path}' --state-dir here env set A; code=$?; cd ..; rmdir \"$(printf 'caf\\351')\"; exit $code").ShouldFail("U+FFFD");
        Directory.GetFileSystemEntries(scene.Home.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--state-dir", "~/other")]
    [InlineData("--state-dir", "other")]
    [InlineData("--state-dir=~/other")]
    [InlineData("--profile", "rescue", "--state-dir", "other")]
    public void The_state_directory_is_a_path_as_users_write_it(params string[] options) =>
        Paths(scene.Run([.. options, "models", "status", "--json"])).First().ShouldBe("$HOME/other/moltbot.json");

    [Theory]
    [InlineData("models", "--state-dir", "other", "status", "--json")]
    [InlineData("models", "status", "--json", "--state-dir", "other")]
    [InlineData("models", "status", "--state-dir=~/other", "--json")]
    public void The_state_directory_may_be_named_behind_the_command(params string[] commandLine) =>
        Paths(scene.Run(commandLine)).First().ShouldBe("$HOME/other/moltbot.json");

    [Theory]
    [InlineData("~/.clawdbot-rescue", "--profile", "rescue")]
    [InlineData("~/.clawdbot-rescue", "--profile=rescue")]
    [InlineData("~/.clawdbot-Rescue_2-x", "--profile", "Rescue_2-x")]
    [InlineData("~/.clawdbot", "--profile", "default")]
    [InlineData("~/.clawdbot-dev", "--profile", "dev")]
    [InlineData("~/.clawdbot-dev", "--dev")]
    public void A_profile_is_an_installation_of_its_own(string directory, params string[] options)
    {
        scene.WithConfig("{}");

        Paths(scene.Run([.. options, "models", "status", "--json"])).ShouldBe(
        [
            $"{directory.Replace("~", "$HOME", StringComparison.Ordinal)}/moltbot.json",
            $"{directory.Replace("~", "$HOME", StringComparison.Ordinal)}/agents/main/agent",
            $"{directory.Replace("~", "$HOME", StringComparison.Ordinal)}/agents/main/agent/auth-profiles.json",
        ]);
    }

    [Theory]
    [InlineData("models status --json --profile rescue")]
    [InlineData("models --profile=rescue status --json")]
    [InlineData("--profile other models status --profile rescue --json")]
    public void A_profile_may_be_named_behind_the_command_and_the_last_counts(string commandLine) =>
        Paths(scene.Run(commandLine.Split(' '))).First().ShouldBe("$HOME/.clawdbot-rescue/moltbot.json");

    [Theory]
    [InlineData("--profile work", "$HOME/.openclaw-work/openclaw.json")]
    [InlineData("--dev", "$HOME/.openclaw-dev/openclaw.json")]
    public void Beside_an_installation_of_today_a_profile_is_one_of_today(string option, string path)
    {
        scene.WithFile(".openclaw/openclaw.json", "{}");

        Paths(scene.Run([.. option.Split(' '), "models", "status", "--json"])).First().ShouldBe(path);
    }

    [Fact]
    public void A_profile_leaves_places_that_the_environment_names()
    {
        scene.WithVariable("CLAWDBOT_STATE_DIR", "~/state").WithVariable("CLAWDBOT_CONFIG_PATH", "~/config.json");

        Paths(scene.Run("--profile", "rescue", "models", "status", "--json")).Take(2).ShouldBe(["$HOME/config.json", "$HOME/state/agents/main/agent"]);
    }

    [Fact]
    public void Advice_names_the_profile() =>
        scene.Run("--profile", "rescue", "models", "status").Output.ShouldContain("`moltbot --profile rescue configure`");

    [Fact]
    public void Where_there_is_no_installation_the_status_says_so_and_what_to_do()
    {
        string output = scene.Run("models", "status").ShouldSucceed().Output;

        output.ShouldContain(SystemForm.OfText("There is no Moltbot installation at ~/.clawdbot."));
        output.ShouldContain("--state-dir <path>");
        output.ShouldContain("ANTHROPIC_API_KEY");
        scene.Home.Fingerprint().ShouldBeEmpty();
    }

    private IEnumerable<string> Paths(CommandOutcome outcome) => new[]
    {
        outcome.Json["configPath"], outcome.Json["agentDir"], outcome.Json["auth"]!["storePath"],
    }.Select(path => scene.Home.Collapse(path!.GetValue<string>()));

    private static IEnumerable<string> Providers(CommandOutcome outcome) =>
        outcome.Json["auth"]!["providers"]!.AsArray().Select(provider => provider!["provider"]!.GetValue<string>());
}
