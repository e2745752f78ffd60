using System.Diagnostics;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class RunTests : IDisposable
{
    private const string Key = "sk-the-key-of-openai-0123456789";

    private readonly CommandScene scene = new CommandScene().WithConfig("{}").WithStore(new StoreBuilder().ApiKey("openai:a", Key).Token("anthropic:t", "the-token-of-anthropic-0123456789"));

    public RunTests() => SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no Unix shell.");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_program_finds_the_credentials_in_its_environment() =>
        Shell("test \"$OPENAI_API_KEY\" = " + Expected(Key) + " && test \"$ANTHROPIC_OAUTH_TOKEN\" = the-token-of-anthropic-0123456789 && echo same", "--provider", "openai", "--provider", "anthropic")
            .ShouldSucceed().Output.ShouldBe("same\n");

    [Fact]
    public void A_variable_that_would_win_is_not_there()
    {
        scene.WithStore(new StoreBuilder().ApiKey("anthropic:a", Key)).WithVariable("ANTHROPIC_OAUTH_TOKEN", "another-credential");

        Shell("echo \"${ANTHROPIC_OAUTH_TOKEN:-none}\"", "--provider", "anthropic").ShouldSucceed().Output.ShouldBe("none\n");
    }

    [Fact]
    public void Secrets_are_masked_in_both_outputs_even_when_they_come_in_pieces()
    {
        CommandOutcome outcome = Shell("printf '%s' \"$OPENAI_API_KEY\" | cut -c1-9 | tr -d '\\n'; sleep 0.1; printf '%s' \"$OPENAI_API_KEY\" | cut -c10-; echo \"$OPENAI_API_KEY\" >&2", "--provider", "openai");

        (outcome.Output, outcome.Errors, outcome.ExitCode).ShouldBe(("***\n", "***\n", 0));
    }

    [Fact]
    public void The_exit_code_and_the_input_are_the_programs()
    {
        scene.WithInput("hello\n");

        CommandOutcome outcome = Shell("cat; exit 42", "--provider", "openai");

        (outcome.Output, outcome.ExitCode).ShouldBe(("hello\n", 42));
    }

    [Fact]
    public void A_program_that_is_not_there_is_127()
    {
        scene.Run("run", "--provider", "openai", "--", "no-such-program").ShouldFailWith(127, "no-such-program");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_program_without_a_name_is_127(string name) =>
        scene.Run("run", "--provider", "openai", "--", name).ShouldFailWith(127, "The name of the program is empty");

    [Fact]
    public void A_file_that_is_no_program_is_126()
    {
        scene.WithFile("text", "no program").Run("run", "--provider", "openai", "--", scene.Home["text"]).ShouldFailWith(126, "not a program that may be run");
    }

    [Fact]
    public void Without_a_credential_nothing_is_started()
    {
        Shell("touch started", "--provider", "groq").ShouldFail("groq");

        File.Exists(scene.Home["started"]).ShouldBeFalse();
    }

    [Fact]
    public void A_signal_reaches_the_program()
    {
        RunningCommand running = scene.Start("run", "--provider", "openai", "--", "/bin/sh", "-c", "trap 'echo ended; exit 7' TERM; touch ready; while :; do sleep 0.05; done");
        SpinWait.SpinUntil(() => File.Exists(scene.Home["ready"]), TimeSpan.FromSeconds(30)).ShouldBeTrue();

        running.Send(15);

        CommandOutcome outcome = running.Outcome();
        (outcome.Output, outcome.ExitCode).ShouldBe(("ended\n", 7));
    }

    [Fact]
    public void Without_the_mask_the_output_is_the_programs_own() =>
        Shell("printf '%s' \"$OPENAI_API_KEY\" | wc -c", "--provider", "openai", "--no-mask").ShouldSucceed().Output.Trim().ShouldBe("31");

    [Theory]
    [InlineData("")]
    [InlineData("--no-mask")]
    public void A_reader_that_has_seen_enough_ends_the_program_as_it_would_without_us(string option) =>
        scene.RunScript($"\"$MOLTBOT\" run --provider openai {option} -- yes | head -n 1; echo ${{PIPESTATUS[0]}}").ShouldSucceed().Output.ShouldBe("y\n141\n");

    [Fact]
    public void A_program_that_wants_to_outlive_its_reader_learns_that_it_is_gone() =>
        scene.RunScript("""
            "$MOLTBOT" run --provider openai -- /bin/sh -c "trap '' PIPE; while echo y; do :; done 2>/dev/null; echo gone > gone" | head -n 1; cat gone
            """).ShouldSucceed().Output.ShouldBe("y\ngone\n");

    [Fact]
    public void What_a_program_leaves_running_keeps_nobody_waiting()
    {
        Stopwatch time = Stopwatch.StartNew();

        Shell("sleep 300 & echo $!", "--provider", "openai").ShouldSucceed().Output.ShouldMatch(@"^\d+\n$");

        time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Output_that_finds_no_room_is_an_error()
    {
        SkipReason.OperatingSystem.Require(Unix.Has("/dev/full"), "There is no /dev/full, which has room for nothing.");

        scene.RunScript("\"$MOLTBOT\" run --provider openai -- echo hello > /dev/full").ShouldFail("Not all that echo has printed could be written", "No space");
    }

    /// <summary>An argument that looks like a secret is refused, so it is put together by the shell.</summary>
    private static string Expected(string key) => $"{key[..2]}\"\"{key[2..]}";

    private CommandOutcome Shell(string script, params string[] options) => scene.Run(["run", .. options, "--", "/bin/sh", "-c", script]);
}
