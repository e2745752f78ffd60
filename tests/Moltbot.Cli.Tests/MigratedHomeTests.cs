using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>An installation that a newer gateway, openclaw, has taken over: every command there is leaves every file as it is.</summary>
public sealed class MigratedHomeTests : IDisposable
{
    private const string Input = "sk-a-secret-that-is-long-enough-for-every-command";
    private const string SetupToken = "sk-ant-oat01-0123456789012345678901234567890123456789012345678901234567890123456789";

    /// <summary>
    /// What to call each command with: ways to change something, and ways to look at something. A command that is not here
    /// makes a test fail.
    /// </summary>
    private static readonly Dictionary<string, Use> Commands = new(StringComparer.Ordinal)
    {
        ["backup"] = Use.Looks("copy.tar.gz --dry-run"),
        ["completion"] = Use.Answers("bash", "zsh", "fish", "pwsh"),
        ["doctor"] = Use.Looks("", "--check --json", "--sarif", "--only STORE_UNREADABLE"),
        ["env list"] = Use.Looks("", "--json"),
        ["env set"] = Use.Changes("OPENAI_API_KEY"),
        ["env unset"] = Use.Changes("XAI_API_KEY", "NOT_THERE"),
        ["installation"] = Use.Looks("", "--json"),
        ["migrate check"] = Use.Looks("", "--json"),
        ["models"] = Use.Looks("", "--status-json", "--status-plain"),
        ["models aliases add"] = Use.Changes("new anthropic/claude-opus-4-5"),
        ["models aliases list"] = Use.Looks("", "--json"),
        ["models aliases remove"] = Use.Changes("opus"),
        ["models auth candidates"] = Use.Looks("--provider anthropic", "--provider xai --json"),
        ["models auth cooldown clear"] = Use.Changes("", "--profile-id anthropic:main --disabled"),
        ["models auth credential"] = Use.Looks("--provider anthropic", "--provider xai", "--profile-id anthropic:main --json"),
        ["models auth list"] = Use.Looks("", "--json", "--agent work"),
        ["models auth login"] = Use.Looks("--provider qwen-portal", "--provider google-gemini-cli --no-browser --agent work"),
        ["models auth refresh"] = Use.Looks("", "--json --force"),
        ["models auth logout"] = Use.Changes("anthropic:main", "anthropic:main --yes", "anthropic:work --agent work"),
        ["models auth order clear"] = Use.Changes("--provider anthropic", "--provider anthropic --agent nobody"),
        ["models auth order get"] = Use.Looks("--provider anthropic", "--provider anthropic --json"),
        ["models auth order set"] = Use.Changes("--provider anthropic anthropic:main", "--remove-unknown"),
        ["models auth paste-api-key"] = Use.Changes("--provider zai", "--provider openai --destination env", "--provider openai --destination env --no-config", "--provider zai --agent work --no-config --force", "--provider zai --set-default-model"),
        ["models auth paste-token"] = Use.Changes("--provider zai", "--provider zai --no-config", "--provider zai --agent work"),
        ["models auth rotate complete"] = Use.Changes("anthropic:main --skip-probe"),
        ["models auth rotate list"] = Use.Looks("", "--json"),
        ["models auth rotate start"] = Use.Changes("anthropic:main --skip-probe", "anthropic:work --complete-on-success --agent work"),
        ["models auth rotate undo"] = Use.Changes("anthropic:main"),
        ["models auth setup-token"] = Use.Changes("", "--yes") with { Input = SetupToken },
        ["models auth usage"] = Use.Changes("anthropic:main --succeeded", "anthropic:main --failure-reason billing", "anthropic:main --status-code 429"),
        ["models fallbacks add"] = Use.Changes("zai/glm-4.7"),
        ["models fallbacks clear"] = Use.Changes(""),
        ["models fallbacks list"] = Use.Looks("", "--json"),
        ["models fallbacks remove"] = Use.Changes("openai/gpt-5.2"),
        ["models image-fallbacks add"] = Use.Changes("zai/glm-4.7"),
        ["models image-fallbacks clear"] = Use.Changes(""),
        ["models image-fallbacks list"] = Use.Looks("", "--json"),
        ["models image-fallbacks remove"] = Use.Changes("openai/gpt-5.2"),
        ["models list"] = Use.Looks("", "--all --json"),
        ["models probe"] = Use.Looks("", "--check --json", "--update-usage"),
        ["models set"] = Use.Changes("openai/gpt-5.2", "openai/gpt-5.2 --agent work"),
        ["models set-image"] = Use.Changes("openai/gpt-5.2"),
        ["models status"] = Use.Looks("", "--check", "--json", "--json --check", "--plain", "--agent work --check", "--agent nobody", "--provider xai --check", "--probe --check"),
        ["models usage"] = Use.Looks("", "--json", "--provider anthropic", "--agent work"),
        ["monitor install"] = Use.Changes("--scheduler launchd --dry-run", "--scheduler systemd --force --dry-run"),
        ["monitor status"] = Use.Looks("", "--json"),
        ["monitor uninstall"] = Use.Changes(""),
        ["monitor run"] = Use.Changes("", "--dry-run", "--json --metrics m.prom", "--probe --agent work"),
        ["onboard"] = Use.Changes("--non-interactive --accept-risk --auth-choice openrouter-api-key --stdin", "--non-interactive --accept-risk --auth-choice openai-api-key --destination env --stdin"),
        ["restore"] = Use.Looks("no-such-backup.tar.gz --yes", "no-such-backup.tar.gz --dry-run --json"),
        ["run"] = Use.Looks("--provider anthropic -- moltbot-is-not-started", "--provider xai --no-mask -- moltbot-is-not-started"),
        ["secrets audit"] = Use.Looks("", "--check", "--json --check"),
        ["secrets configure"] = Use.Changes("", "--force"),
        ["secrets resolve"] = Use.Answers("") with { Input = """{"protocolVersion":1,"provider":"secretmanagement","ids":[]}""" },
        ["sessions model clear"] = Use.Changes("agent:main:main", "--stale"),
        ["sessions model get"] = Use.Looks("agent:main:main"),
        ["sessions model list"] = Use.Looks("", "--json"),
        ["sessions model set"] = Use.Changes("agent:main:main anthropic/claude-opus-4-5"),
        ["sessions model status"] = Use.Looks("agent:main:main"),
    };

    private readonly CommandScene scene = new();

    public static TheoryData<string, string> Calls => Rows(use => use.Arguments);

    public static TheoryData<string, string> FirstChanges => Rows(use => use.IsChange ? use.Arguments[..1] : []);

    /// <summary>Ways to call every command there is, for other tests of all.</summary>
    /// <param name="select">Which of a command's ways.</param>
    internal static TheoryData<string, string> CallsOf(Func<string[], string[]> select) => Rows(use => select(use.Arguments));

    /// <summary>What a command reads.</summary>
    internal static string InputOf(string command) => Commands[command].Input;

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Every_command_there_is_is_called() => Commands.Keys.ShouldBe(CommandTree.Paths(), ignoreOrder: true);

    /// <summary>What looks changes nothing, not even by a database's own files; what changes something does it where the newer gateway keeps it, or not at all.</summary>
    [Theory]
    [MemberData(nameof(Calls))]
    public void A_command_makes_no_file_that_stops_the_newer_gateway(string command, string arguments)
    {
        MigratedHome.LayOut(scene.Home);
        string before = scene.Home.Trace();
        string[] ofJanuary = [.. MigratedHome.FilesOfJanuary(scene.Home)];
        string configuration = File.ReadAllText(scene.Home[".openclaw/clawdbot.json"]);

        Run(command, arguments);

        MigratedHome.FilesOfJanuary(scene.Home).ShouldBe(ofJanuary);
        File.ReadAllText(scene.Home[".openclaw/clawdbot.json"]).ShouldBe(configuration);
        TodayDatabase.Ask(scene.Home[".openclaw/state/openclaw.sqlite"], "PRAGMA integrity_check").ShouldBe("ok");
        if (!Commands[command].IsChange)
            scene.Home.Trace().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(FirstChanges))]
    public void Where_the_files_of_the_older_gateway_are_still_in_place_only_variables_and_what_is_ours_change(string command, string arguments)
    {
        LayOutHalfWay();
        string before = scene.Home.Trace();
        string[] ofJanuary = [.. MigratedHome.FilesOfJanuary(scene.Home)];

        CommandOutcome outcome = Run(command, arguments);

        MigratedHome.FilesOfJanuary(scene.Home).ShouldBe(ofJanuary);
        if (command is "env set" or "env unset" || command.StartsWith("monitor", StringComparison.Ordinal))
            return; // no gateway looks at what these write, or all do

        outcome.ExitCode.ShouldBe(1);
        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void Its_sessions_are_shown_and_pinned_while_its_gateway_does_not_run()
    {
        MigratedHome.LayOut(scene.Home);

        scene.Run("sessions", "model", "list").Output.ShouldContain("anthropic:b");
        scene.Run("sessions", "model", "set", "main", "anthropic/claude-opus-4-5").Output.ShouldContain("anthropic/claude-opus-4-5");
        scene.Run("sessions", "model", "get", "main", "--json").Json["pinnedModel"]!.GetValue<string>().ShouldBe("anthropic/claude-opus-4-5");

        scene.WithFile(".openclaw/tmp/openclaw-0/gateway.state.lock", $"{{\"pid\":{Environment.ProcessId}}}");
        scene.Run("sessions", "model", "clear", "main").ShouldFail("A gateway runs on", "openclaw gateway call sessions.patch");
        scene.Run("sessions", "model", "get", "main").ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(".openclaw")]
    [InlineData("./.clawdbot/")]
    public void By_whatever_name_its_own_configuration_is_changed(string directory)
    {
        MigratedHome.LayOut(scene.Home);
        string older = File.ReadAllText(scene.Home[".openclaw/clawdbot.json"]);

        scene.WithInput(Input).Run("--state-dir", directory, "models", "set", "openai/gpt-5.5").ExitCode.ShouldBe(0);

        File.ReadAllText(scene.Home[".openclaw/openclaw.json"]).ShouldContain("openai/gpt-5.5");
        File.ReadAllText(scene.Home[".openclaw/clawdbot.json"]).ShouldBe(older);
    }

    [Theory]
    [InlineData("MOLTBOT_STATE_DIR")]
    [InlineData("CLAWDBOT_STATE_DIR")]
    public void A_variable_that_names_it_leads_to_its_own_configuration(string name)
    {
        MigratedHome.LayOut(scene.Home);

        scene.WithVariable(name, SystemForm.OfText("~/.clawdbot")).WithInput(Input).Run("models", "set", "openai/gpt-5.5").ExitCode.ShouldBe(0);

        File.ReadAllText(scene.Home[".openclaw/openclaw.json"]).ShouldContain("openai/gpt-5.5");
    }

    [Theory]
    [InlineData("models auth paste-token --provider zai --no-config", "CLAWDBOT_AGENT_DIR=~/.openclaw/agents/work/agent")]
    [InlineData("models auth setup-token", "CLAWDBOT_AGENT_DIR=~/.openclaw/agents/work/agent")]
    [InlineData("onboard --auth-choice openrouter-api-key", "CLAWDBOT_AGENT_DIR=~/.openclaw/agents/work/agent")]
    public void Nobody_is_asked_for_a_secret_in_vain(string command, string variable)
    {
        MigratedHome.LayOut(scene.Home);
        if (variable.Split('=') is [var name, var value])
            scene.WithFile(".moltbot/moltbot.json", "{}").WithVariable(name, value).WithVariable("MOLTBOT_STATE_DIR", "~/.moltbot");
        string before = scene.Home.Trace();

        CommandOutcome outcome = scene.RunOnTerminal(command.Split(' '));

        (outcome.Output + outcome.Errors).ShouldContain(MigratedHome.Refusal);
        (outcome.Output + outcome.Errors).ShouldNotContain("Paste");
        outcome.ExitCode.ShouldBe(1);
        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void The_status_shows_what_the_newer_gateway_keeps()
    {
        MigratedHome.LayOut(scene.Home);

        CommandOutcome outcome = scene.Run("models", "status").ShouldSucceed();

        outcome.Output.ShouldContain(SystemForm.OfText("Config        : ~/.openclaw/openclaw.json\n"));
        outcome.Output.ShouldContain(SystemForm.OfText("Auth store    : ~/.openclaw/state/openclaw.sqlite\n"));
        outcome.Output.ShouldContain(SystemForm.OfText("anthropic effective=profiles:~/.openclaw/state/openclaw.sqlite | profiles=2 (0 oauth, 0 token, 2 api-key)"));
    }

    /// <summary>A gateway that runs goes on with what it has read; where none does, there is nothing to say.</summary>
    [Theory]
    [InlineData("models auth paste-api-key --provider zai", true, true)]
    [InlineData("models auth logout anthropic:b --yes", true, true)]
    [InlineData("models auth order set --provider anthropic anthropic:b", true, true)]
    [InlineData("models auth paste-api-key --provider zai", false, false)]
    [InlineData("models auth usage anthropic:b --succeeded", true, false)]
    [InlineData("models auth list", true, false)]
    [InlineData("models auth order clear --provider zai", true, false)]
    public void Who_changes_credentials_beside_a_running_gateway_is_told_how_it_takes_notice(string command, bool isRunning, bool isTold)
    {
        MigratedHome.LayOut(scene.Home);
        scene.WithFile(".openclaw/tmp/openclaw-1000/gateway.state.lock", $$"""{"pid":{{(isRunning ? Environment.ProcessId : int.MaxValue)}}}""");

        CommandOutcome outcome = scene.WithInput(Input).Run(command.Split(' '));

        outcome.ExitCode.ShouldBe(0, outcome.Errors);
        outcome.Errors.Contains("`openclaw secrets reload` has it read them again", StringComparison.Ordinal).ShouldBe(isTold);
    }

    [Fact]
    public void A_refresh_leaves_the_sign_ins_to_the_gateway_and_names_its_command()
    {
        GatewayHome.LayOut(scene.Home, new StoreBuilder().OAuth("openai:me", expires: DateTimeOffset.UtcNow.AddHours(-1)).Profile("openai:spent", GatewayHome.FenceOf("openai", hasFailed: true)));
        string before = scene.Home.Trace();

        CommandOutcome outcome = scene.Run("models", "auth", "refresh", "--json");

        outcome.ExitCode.ShouldBe(1);
        outcome.Json["profiles"]!.AsArray().Select(profile => profile!["code"]!.GetValue<string>()).ShouldAllBe(code => code == "SignInOfGateway");
        outcome.Output.ShouldContain("openclaw models status");
        outcome.Output.ShouldContain("openclaw models auth login --provider openai");
        scene.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void A_doctor_mends_what_is_safe_and_makes_no_file_that_stops_the_gateway()
    {
        MigratedHome.LayOut(scene.Home);
        scene.WithFile(".openclaw/agents/work/agent/auth-profiles.json", new StoreBuilder().ApiKey("anthropic:work").ToText());

        CommandOutcome outcome = scene.Run("doctor", "--yes", "--force");

        outcome.Output.ShouldContain("INSTALLATION_HALF_WAY");
        MigratedHome.FilesOfJanuary(scene.Home).Select(Path.GetFileName).ShouldBe(["clawdbot.json"]);
        scene.Run("models", "auth", "list", "--agent", "work").ShouldSucceed().Output.ShouldContain("anthropic:work");
    }

    [Fact]
    public void A_status_of_January_has_no_such_member()
    {
        scene.WithStore(new StoreBuilder().ApiKey("anthropic:a"));

        scene.Run("models", "status", "--json").ShouldSucceed().Json["auth"]!.AsObject().ContainsKey("notSeen").ShouldBeFalse();
    }

    [Fact]
    public void Where_it_cannot_be_told_whose_the_installation_is_nothing_is_changed_or_called_fine()
    {
        scene.WithStore(new StoreBuilder().ApiKey("anthropic:a")).WithFile(".moltbot/state/other", "");
        Unix.SetMode(scene.Home[".moltbot/state"], "0");
        string store = File.ReadAllText(scene.StorePath);

        scene.RunUnprivileged("models", "auth", "order", "set", "--provider", "anthropic", "anthropic:a").ShouldFail("It cannot be told whether", scene.Home[".moltbot"], "denied");
        CommandOutcome status = scene.RunUnprivileged("models", "status", "--check");

        status.ShouldComplain("It cannot be told whether");
        status.ExitCode.ShouldBe(1);
        status.Output.ShouldContain("anthropic:a=");
        File.ReadAllText(scene.StorePath).ShouldBe(store);
    }

    private static TheoryData<string, string> Rows(Func<Use, string[]> select)
    {
        TheoryData<string, string> rows = [];
        foreach ((string command, Use use) in Commands)
        {
            foreach (string arguments in select(use))
                rows.Add(command, arguments);
        }

        return rows;
    }

    /// <summary>Today's gateway has been asked something in an installation of January, and its doctor has not run.</summary>
    private void LayOutHalfWay()
    {
        scene.WithConfig("""{ agents: { list: [{ id: "main" }, { id: "work" }], defaults: { model: { primary: "anthropic/claude-opus-4-5", fallbacks: ["openai/gpt-5.2"] } } } }""")
            .WithStore(new StoreBuilder().ApiKey("anthropic:main").Order("anthropic", "anthropic:main", "anthropic:gone"))
            .WithStore("work", new StoreBuilder().ApiKey("anthropic:work"))
            .WithFile(".moltbot/.env", "XAI_API_KEY=xai-INVENTED-KEY-0004\n")
            .WithFile(".moltbot/agents/main/sessions/sessions.json", """{"agent:main:main":{"sessionId":"s1","updatedAt":1,"authProfileOverride":"anthropic:gone"}}""");
        MigratedHome.WriteDatabase(scene.Home, ".moltbot/state/openclaw.sqlite");
    }

    private CommandOutcome Run(string command, string arguments) =>
        scene.WithInput(Commands[command].Input).Run([.. command.Split(' '), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>Ways to call a command, and what it reads.</summary>
    private sealed record Use(string[] Arguments, bool IsChange)
    {
        public string Input { get; init; } = MigratedHomeTests.Input;

        public static Use Changes(params string[] arguments) => new(arguments, IsChange: true);

        public static Use Looks(params string[] arguments) => new(arguments, IsChange: false);

        public static Use Answers(params string[] arguments) => new(arguments, IsChange: false);
    }
}
