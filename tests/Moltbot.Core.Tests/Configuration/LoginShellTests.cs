using System.Diagnostics;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

public sealed class LoginShellTests
{
    private const string Enabled = "{ env: { shellEnv: { enabled: true } } }";

    [Theory]
    [InlineData("{}", " yes ", true)]
    [InlineData("{}", "TRUE", true)]
    [InlineData("{}", "0", false)]
    [InlineData("{}", null, false)]
    [InlineData(Enabled, null, true)]
    [InlineData(null, "1", true)]
    [InlineData(null, null, false)]
    [InlineData("{ auth: 5 }", "1", false)]
    public void The_shell_is_asked_when_the_environment_or_a_valid_configuration_says_so(string? config, string? variable, bool isAsked)
    {
        using ConfigurationHome home = ConfigurationHome.OnLinux();
        if (config is not null)
            home.WithConfig(config);
        if (variable is not null)
            home.WithVariable("CLAWDBOT_LOAD_SHELL_ENV", variable);
        FakeLoginShell shell = new("OPENAI_API_KEY=k\0");

        home.Load(shell);

        shell.WasAsked.ShouldBe(isAsked);
    }

    [Fact]
    public void The_shell_is_not_asked_when_the_environment_forbids_it()
    {
        using ConfigurationHome home = ConfigurationHome.OnLinux().WithConfig(Enabled).WithVariable("CLAWDBOT_DEFER_SHELL_ENV_FALLBACK", "on");
        FakeLoginShell shell = new("");

        LoadedConfiguration loaded = home.Load(shell);

        shell.WasAsked.ShouldBeFalse();
        loaded.IsLoginShellEnabled.ShouldBeTrue();
        loaded.LoginShell.SkippedBecause.ShouldBe(LoginShellSkip.Disabled);
    }

    [Fact]
    public void The_shell_is_not_asked_when_one_of_the_keys_is_there()
    {
        using ConfigurationHome home = ConfigurationHome.OnLinux().WithConfig(Enabled).WithVariable("DISCORD_BOT_TOKEN", "t");
        FakeLoginShell shell = new("OPENAI_API_KEY=k\0");

        LoadedConfiguration loaded = home.Load(shell);

        shell.WasAsked.ShouldBeFalse();
        loaded.LoginShell.SkippedBecause.ShouldBe(LoginShellSkip.AlreadyHasKeys);
        loaded.Environment.Get("OPENAI_API_KEY").ShouldBeNull();
    }

    [Fact]
    public void The_shell_is_not_asked_on_Windows()
    {
        using ConfigurationHome home = ConfigurationHome.OnLinux().WithConfig(Enabled);
        home.Environment = home.Environment with { Platform = OperatingSystemKind.Windows };
        FakeLoginShell shell = new("");

        home.Load(shell).LoginShell.SkippedBecause.ShouldBe(LoginShellSkip.NotOnWindows);
        shell.WasAsked.ShouldBeFalse();
    }

    [Theory]
    [InlineData(Enabled, null, 15_000)]
    [InlineData(Enabled, "abc", 15_000)]
    [InlineData(Enabled, "-5", null)]
    [InlineData(Enabled, "42", 42)]
    [InlineData(Enabled, "42ms", 42)]
    [InlineData("{ env: { shellEnv: { enabled: true, timeoutMs: 7 } } }", "42", 7)]
    [InlineData("{ env: { shellEnv: { enabled: true, timeoutMs: 0 } } }", "42", null)]
    public void The_configuration_and_then_the_environment_say_how_long_to_wait(string config, string? variable, int? milliseconds)
    {
        using ConfigurationHome home = ConfigurationHome.OnLinux().WithConfig(config);
        if (variable is not null)
            home.WithVariable("CLAWDBOT_SHELL_ENV_TIMEOUT_MS", variable);
        FakeLoginShell shell = new("");

        home.Load(shell);

        shell.Timeout?.TotalMilliseconds.ShouldBe(milliseconds!.Value);
        shell.Timeout.HasValue.ShouldBe(milliseconds.HasValue);
    }

    [Fact]
    public void A_shell_that_fails_sets_nothing_and_spoils_nothing()
    {
        using ConfigurationHome home = ConfigurationHome.OnLinux().WithConfig(Enabled);

        LoadedConfiguration loaded = home.Load(new FakeLoginShell("") { Fails = true });

        loaded.Error.ShouldBeNull();
        loaded.LoginShell.Failure!.Code.ShouldBe(ErrorCode.LoginShellFailed);
        loaded.LoginShell.Applied.ShouldBeEmpty();
    }

    [Fact]
    public void A_real_shell_is_a_login_shell_with_the_given_environment_and_nothing_to_read()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no login shell.");
        using ConfigurationHome home = ConfigurationHome.OnLinux();
        ProcessEnvironment environment = WithShell(home, """
            cat
            printf 'ARGS=%s|%s|%s\0GIVEN=%s\0MULTI=a\nb\0' "$1" "$2" "$3" "$GIVEN"
            """).With("GIVEN", "yes");

        string output = new LoginShell().PrintVariables(environment, TimeSpan.FromSeconds(30));

        output.ShouldBe("ARGS=-l|-c|env -0\0GIVEN=yes\0MULTI=a\nb\0");
    }

    [Fact]
    public void A_real_shell_that_takes_too_long_is_stopped()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no login shell.");
        using ConfigurationHome home = ConfigurationHome.OnLinux();
        ProcessEnvironment environment = WithShell(home, "sleep 60 & sleep 60");
        Stopwatch watch = Stopwatch.StartNew();

        MoltbotException error = Should.Throw<MoltbotException>(() => new LoginShell().PrintVariables(environment, TimeSpan.FromMilliseconds(200)));

        error.Code.ShouldBe(ErrorCode.LoginShellFailed);
        error.Message.ShouldContain("took longer than 0.2 s");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("head -c 3000000 /dev/zero", "more than 2 MiB")]
    public void A_real_shell_that_fails_or_prints_too_much_is_an_error(string script, string message)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no login shell.");
        using ConfigurationHome home = ConfigurationHome.OnLinux();
        ProcessEnvironment environment = WithShell(home, script);

        Should.Throw<MoltbotException>(() => new LoginShell().PrintVariables(environment, TimeSpan.FromSeconds(30))).Message.ShouldContain(message);
    }

    [Fact]
    public void A_shell_that_is_not_there_is_an_error_that_names_it()
    {
        using ConfigurationHome home = ConfigurationHome.OnLinux();
        ProcessEnvironment environment = home.Environment.With("SHELL", home["no/shell"]);

        Should.Throw<MoltbotException>(() => new LoginShell().PrintVariables(environment, null)).Message.ShouldContain(home["no/shell"]);
    }

    private static ProcessEnvironment WithShell(ConfigurationHome home, string script)
    {
        home.With("shell", "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(home["shell"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        return home.Environment.With("SHELL", home["shell"]).With("PATH", "/usr/bin:/bin");
    }
}
