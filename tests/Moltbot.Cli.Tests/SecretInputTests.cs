using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>Where secrets are read from, whatever is there instead.</summary>
public sealed class SecretInputTests : IDisposable
{
    private const string Token = "FAKE-canary-token-0123456789";
    private const string Import = "\"$MOLTBOT\" models auth paste-token --provider zai";

    private readonly CommandScene scene = new CommandScene().WithConfig("{} // mine\n");

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData($"{Import} <&-", "no token was given")]
    [InlineData($"{Import} </dev/null", "no token was given")]
    [InlineData($"{Import} </", "Standard input cannot be read: Is a directory. Pipe in")]
    [InlineData($"printf 'FAKE-\\377\\376-0123456789' | {Import}", "not UTF-8")]
    [InlineData($"printf 'FAKE-\\342\\200\\256-0123456789' | {Import}", "U+202E")]
    [InlineData($"printf 'FAKE-\\000-0123456789' | {Import}", "control character")]
    [InlineData($"yes FAKE-0123456789 2>/dev/null | {Import}", "far more than a secret")]
    [InlineData("\"$MOLTBOT\" env set A_KEY <&-", "no value was given")]
    [InlineData("\"$MOLTBOT\" onboard --non-interactive --accept-risk --auth-choice token --stdin <&-", "no token was given")]
    public void What_is_no_secret_changes_nothing(string script, string reason)
    {
        string before = scene.Home.Fingerprint();

        scene.RunScript(script).ShouldFail(reason).Errors.ShouldNotContain("FAKE-0123");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void An_import_whose_output_nobody_reads_is_complete()
    {
        scene.RunScript($"set -o pipefail; printf {Token} | {Import} | true").ExitCode.ShouldBeOneOf(0, 1);

        File.ReadAllText(scene.StorePath).ShouldContain(Token);
        File.ReadAllText(scene.ConfigPath).ShouldContain("zai:manual");
    }

    [Theory]
    [InlineData("\u0003", 130)]
    [InlineData("\u0004", 1)]
    public void A_person_who_gives_up_leaves_every_file_and_the_terminal_as_they_were(string key, int exitCode)
    {
        InterruptionTests.SkipWhereIgnored(InterruptionTests.Interrupt);
        string before = scene.Home.Fingerprint();

        CommandOutcome outcome = scene.RunScriptOnTerminal($"trap : INT; {Import}; echo \"ended with $?\"; stty -a", new TerminalInput("Paste token for zai", "typed" + key));

        outcome.Output.ShouldContain($"ended with {exitCode}");
        string settings = outcome.Output[outcome.Output.IndexOf("ended with", StringComparison.Ordinal)..];
        settings.ShouldMatch(@"[ ;]echo\b");
        settings.ShouldMatch(@"[ ;]icanon\b");
        outcome.Output.ShouldNotContain("typed");
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void No_program_that_is_started_meanwhile_is_given_the_secret()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Only Linux shows the list of processes as files.");
        const string Recorder = """
            #!/bin/sh
            cat /proc/[0-9]*/cmdline /proc/$$/environ 2>/dev/null | tr '\0' '\n' >> "$HOME/seen"
            exec /bin/sh "$@"
            """;
        scene.WithFile("recorder", Recorder.ReplaceLineEndings("\n")).WithVariable("SHELL", scene.Home["recorder"]).WithVariable("CLAWDBOT_LOAD_SHELL_ENV", "1").WithInput(Token);
        Unix.SetMode(scene.Home["recorder"], "755");

        scene.Run("models", "auth", "paste-token", "--provider", "zai").ExitCode.ShouldBe(0);

        string seen = File.ReadAllText(scene.Home["seen"]);
        seen.ShouldContain("paste-token");
        seen.ShouldContain("env -0");
        seen.ShouldNotContain(Token);
    }
}
