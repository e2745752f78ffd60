using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using Moltbot.AuthorizationServer;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class LoginTests(SignInServer signIns) : IClassFixture<SignInServer>
{
    private const string Waiting = ".moltbot/credentials/sign-ins";
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Opens a page in a browser without a screen, which takes the test's certificate, and writes down what it shows in the end.</summary>
    private const string RealBrowser = $$"""
        #!/bin/sh
        {{Chromium}} --headless --no-sandbox --user-data-dir="$HOME/browser" --no-first-run --disable-background-networking --disable-component-update --ignore-certificate-errors --dump-dom "$1" > "$HOME/shown" 2> "$HOME/browser-errors" &

        """;

    /// <summary>A machine with a few other test programs takes half a minute for a browser.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_browser_that_comes_back_signs_in()
    {
        using CommandScene scene = await SceneAsync();

        CommandOutcome outcome = await SignInAsync(scene, denies: false, "--provider", "openai-codex", "--set-default");

        SignInServer.ShouldSucceed(WithoutConversation(outcome)).Output.ShouldContain("Auth profile: openai-codex:default (openai-codex/oauth)");
        SignInServer.Stored(scene)["accountId"]!.GetValue<string>().ShouldBe("account-ada");
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(scene.ConfigPath))!;
        configuration["auth"]!["profiles"]!["openai-codex:default"]!["mode"]!.GetValue<string>().ShouldBe("oauth");
        configuration["agents"]!["defaults"]!["model"]!["primary"]!.GetValue<string>().ShouldBe("openai-codex/gpt-5.2");
        scene.Run("models", "auth", "credential", "--profile-id", SignInServer.ProfileId, "--no-refresh").ExitCode.ShouldBe(0);
        ShouldShowNoToken(scene, outcome);
    }

    [Fact]
    public async Task A_real_browser_that_a_terminal_opens_signs_in_and_is_told_that_it_may_be_closed()
    {
        SkipReason.Program.Require(Unix.Has(Chromium), "There is no Chromium.");
        using CommandScene scene = await SceneAsync();
        scene.WithFile("bin/xdg-open", RealBrowser);
        using TerminalRun terminal = StartOnTerminal(scene);

        CommandOutcome outcome = terminal.Outcome();

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldContain("Auth profile: openai-codex:default");
        SignInServer.Stored(scene)["accountId"]!.GetValue<string>().ShouldBe("account-ada");
        SpinWait.SpinUntil(() => File.ReadAllText(scene.Home["shown"]).Contains("</html>"), Patience)
            .ShouldBeTrue(await File.ReadAllTextAsync(scene.Home["browser-errors"], TestContext.Current.CancellationToken));
        string page = await File.ReadAllTextAsync(scene.Home["shown"], TestContext.Current.CancellationToken);
        page.ShouldContain("close this window");
        ShouldShowNoToken(scene, outcome with { Errors = page });
        signIns.Server.TokenRequests.ShouldAllBe(request => !outcome.Output.Contains(request.Credential) && !page.Contains(request.Credential));
    }

    [Theory]
    [InlineData("chutes", "chutes:bob", "chutes:cy")]
    [InlineData("google-gemini-cli", "google-gemini-cli:bob@example.com", "google-gemini-cli:cy@example.com")]
    [InlineData("openai-codex", "openai-codex:default", "openai-codex:account-cy")]
    public async Task Several_accounts_of_a_provider_are_kept_apart(string provider, string first, string second)
    {
        using CommandScene scene = await SceneAsync();
        scene.WithVariable("CHUTES_CLIENT_ID", "cid_of-a-person").WithVariable("CHUTES_CLIENT_SECRET", "cs-client-NEVERSHOWN-NEVERSHOWN")
            .WithVariable("GEMINI_CLI_OAUTH_CLIENT_ID", SignInServer.GoogleClient.Id);

        foreach (string account in (string[])["bob", "cy", "cy"])
        {
            File.Delete(scene.Home["page"]);
            RunningCommand command = Start(scene, "--provider", provider);
            if (command.IsRunning)
                await BrowseAsync(scene, denies: false, account);
            CommandOutcome outcome = command.Outcome();
            outcome.ExitCode.ShouldBe(0, outcome.Errors);
        }

        JsonObject profiles = JsonNode.Parse(File.ReadAllText(scene.StorePath))!["profiles"]!.AsObject();
        profiles.Select(profile => profile.Key).ShouldBe([first, second]);
        profiles[first]!["refresh"]!.GetValue<string>().ShouldNotBe(profiles[second]!["refresh"]!.GetValue<string>());
        if (provider == "google-gemini-cli")
            profiles[second]!["projectId"]!.GetValue<string>().ShouldBe("project-of-the-server");
    }

    [Fact]
    public async Task A_person_who_says_no_is_told_so()
    {
        using CommandScene scene = await SceneAsync();

        CommandOutcome outcome = await SignInAsync(scene, denies: true, "--provider", "openai-codex");

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain("access_denied", Case.Sensitive, outcome.Errors);
        File.Exists(scene.StorePath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_code_that_is_entered_in_a_browser_signs_in()
    {
        using CommandScene scene = await SceneAsync();

        CommandOutcome outcome = await SignInAsync(scene, denies: false, "--provider", "qwen-portal", "--profile-id", "qwen-portal:work");

        SignInServer.ShouldSucceed(WithoutConversation(outcome)).Output.ShouldContain("qwen-portal:work");
        JsonNode store = JsonNode.Parse(File.ReadAllText(scene.StorePath))!["profiles"]!["qwen-portal:work"]!;
        store["refresh"]!.GetValue<string>().ShouldNotBeEmpty();
        Unix.Mode(scene.StorePath).ShouldBe("600");
        JsonNode.Parse(File.ReadAllText(scene.ConfigPath))!["models"]!["providers"]!["qwen-portal"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_sign_in_that_is_ended_is_worthless_and_gone()
    {
        using CommandScene scene = await signIns.SceneAsync(TimeSpan.FromHours(1), "main");
        string token = SignInServer.Stored(scene)["refresh"]!.GetValue<string>();

        CommandOutcome outcome = scene.Run("models", "auth", "logout", SignInServer.ProfileId, "--revoke", "--yes");

        outcome.Errors.ShouldContain("no way to end a sign-in");
        outcome.Errors.ShouldContain("--force");
        outcome.ExitCode.ShouldBe(1);
        SignInServer.Stored(scene)["refresh"]!.GetValue<string>().ShouldBe(token);
        scene.Run("models", "auth", "logout", SignInServer.ProfileId, "--revoke", "--force", "--yes").ExitCode.ShouldBe(0);
        File.ReadAllText(scene.StorePath).ShouldNotContain(token);
    }

    [Theory]
    [InlineData("anthropic", "claude setup-token", "models auth setup-token")]
    [InlineData("openai", "openai-codex", "models auth paste-api-key")]
    [InlineData("nobody", "There is no sign-in for nobody here", "qwen-portal")]
    public void A_provider_without_a_sign_in_says_what_to_do_instead(string provider, params string[] words)
    {
        using CommandScene scene = new CommandScene().WithConfig("{}");

        scene.Run("models", "auth", "login", "--provider", provider).ShouldFail(words);
    }

    [Theory]
    [InlineData("", "--provider", "chutes")]
    [InlineData("--provider openai-codex --device-code", "has no sign-in with a device code", "--device-code")]
    [InlineData("--provider openai-codex --method magic", "magic", "oauth or device")]
    [InlineData("--provider openai-codex --timeout soon", "--timeout soon", "not a duration")]
    [InlineData("--provider openai-codex --agent nobody", "nobody")]
    public void What_makes_no_sense_is_an_error_before_anybody_is_asked(string arguments, params string[] words)
    {
        using CommandScene scene = new CommandScene().WithConfig("{}");

        scene.Run(["models", "auth", "login", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).ShouldFail(words);
    }

    [Fact]
    public void A_Gemini_CLI_that_is_missing_is_told_with_what_to_do_once()
    {
        using CommandScene scene = new CommandScene().WithConfig("{}");

        CommandOutcome outcome = scene.Run("models", "auth", "login", "--provider", "google-gemini-cli");

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain("Gemini CLI not found. Install it first");
        Regex.Count(outcome.Errors, "GEMINI_CLI_OAUTH_CLIENT_ID").ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_an_error_before_anybody_is_asked()
    {
        using CommandScene scene = await SceneAsync();
        scene.WithFile(CommandScene.StoreOf("main"), "{");

        scene.Run("models", "auth", "login", "--provider", "openai-codex").Errors.ShouldContain("Cannot read the credential store");

        File.Exists(scene.Home["page"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_is_waited_for_longer_than_the_limit()
    {
        using CommandScene scene = await SceneAsync();

        CommandOutcome outcome = scene.Run("models", "auth", "login", "--provider", "qwen-portal", "--no-browser", "--timeout", "500ms");

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain("Nobody signed in");
    }

    [Fact]
    public async Task A_sign_in_whose_store_is_ruined_meanwhile_waits_and_is_stored_by_the_next_refresh()
    {
        using CommandScene scene = await SceneAsync();

        CommandOutcome outcome = await SignInAsync(scene, denies: false, before: () => scene.WithFile(CommandScene.StoreOf("main"), "{"), "--provider", "openai-codex");

        outcome.ExitCode.ShouldBe(1);
        string waiting = Directory.GetFiles(scene.Home[".moltbot/credentials/sign-ins"]).ShouldHaveSingleItem();
        outcome.Errors.ShouldContain(Path.GetFileName(waiting));
        outcome.Errors.ShouldContain("models auth refresh");
        Unix.Mode(waiting).ShouldBe("600");

        File.Delete(scene.StorePath);
        SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh")).Output.ShouldContain("stored");
        SignInServer.Stored(scene)["accountId"]!.GetValue<string>().ShouldBe("account-ada");
        File.Exists(waiting).ShouldBeFalse();
    }

    [Fact]
    public async Task A_signal_while_the_store_is_locked_in_the_end_keeps_the_sign_in_for_the_next_refresh()
    {
        InterruptionTests.SkipWhereIgnored(InterruptionTests.Interrupt);
        using CommandScene scene = await SceneAsync();
        scene.WithStore(new StoreBuilder());
        RunningCommand command = Start(scene, "--provider", "openai-codex");
        string locked = LockOfOther.Take(scene.StorePath);
        await BrowseAsync(scene, denies: false);
        SpinWait.SpinUntil(() => Directory.Exists(scene.Home[Waiting]) && Directory.GetFiles(scene.Home[Waiting], "*.json").Length > 0, Patience).ShouldBeTrue();

        command.Send(InterruptionTests.Interrupt);

        CommandOutcome outcome = command.Outcome();
        outcome.ExitCode.ShouldBe(130);
        outcome.Errors.ShouldContain("It is kept in");
        Directory.Delete(locked);
        SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh")).Output.ShouldContain("stored");
        SignInServer.Stored(scene)["accountId"]!.GetValue<string>().ShouldBe("account-ada");
    }

    [Fact]
    public async Task Of_two_who_sign_in_at_once_the_second_is_told_that_the_port_is_taken()
    {
        using CommandScene scene = await SceneAsync();
        RunningCommand first = Start(scene, "--provider", "openai-codex");

        CommandOutcome second = scene.Run("models", "auth", "login", "--provider", "openai-codex", "--no-browser");

        second.ExitCode.ShouldBe(1);
        second.Errors.ShouldContain("The port 1455 of this machine is taken");
        second.Errors.ShouldContain("Sign in at a terminal");
        await BrowseAsync(scene, denies: false);
        first.Outcome().ExitCode.ShouldBe(0);
        SignInServer.Stored(scene)["accountId"]!.GetValue<string>().ShouldBe("account-ada");
    }

    [Fact]
    public async Task What_is_pasted_at_a_remote_terminal_signs_in_and_is_not_shown()
    {
        using CommandScene scene = await RemoteSceneAsync();
        using TerminalRun terminal = StartOnTerminal(scene);
        string shown = terminal.WaitUntilShown("Paste");
        Uri back = await ApproveShownAsync(shown);

        terminal.Send($"{back}\r");

        CommandOutcome outcome = terminal.Outcome();
        outcome.ExitCode.ShouldBe(0, outcome.Output);
        outcome.Output.ShouldContain("Auth profile: openai-codex:default");
        outcome.Output.ShouldNotContain(HttpUtility.ParseQueryString(back.Query)["code"]!);
        SignInServer.Stored(scene)["accountId"]!.GetValue<string>().ShouldBe("account-ada");
    }

    [Fact]
    public async Task A_browser_that_comes_back_through_a_tunnel_is_as_good_as_what_is_pasted()
    {
        using CommandScene scene = await RemoteSceneAsync();
        using TerminalRun terminal = StartOnTerminal(scene);
        Uri back = await ApproveShownAsync(terminal.WaitUntilShown("Paste"));
        terminal.Send("h");

        using HttpClient browser = OAuthServer.NewBrowser(signIns.Authority);
        (await browser.GetAsync(back, TestContext.Current.CancellationToken)).Dispose();

        terminal.Outcome().ExitCode.ShouldBe(0);
        SignInServer.Stored(scene)["accountId"]!.GetValue<string>().ShouldBe("account-ada");
    }

    [Fact]
    public async Task A_terminal_gets_a_link_the_time_that_is_left_and_a_picture_for_a_phone()
    {
        InterruptionTests.SkipWhereIgnored(InterruptionTests.Interrupt);
        using CommandScene scene = await RemoteSceneAsync();
        scene.Environment.Remove("NO_COLOR");
        using TerminalRun terminal = StartOnTerminal(scene, "--qr-code");
        string shown = terminal.WaitUntilShown("Paste");
        await ApproveShownAsync(shown);

        shown.ShouldContain("\u001b]8;;https://127.0.0.1");
        shown.ShouldContain("\u2588");
        string first = Regex.Match(shown, @"\d:\d\d left").Value;
        first.ShouldNotBeEmpty();
        terminal.WaitUntil(now => Regex.Matches(now, @"\d:\d\d left").Any(match => match.Value != first));
        terminal.Send("\u0003");

        CommandOutcome outcome = terminal.Outcome();
        outcome.ExitCode.ShouldBe(130);
        outcome.Output.ShouldContain("\r\u001b[KError: Interrupted; nothing was changed.");
    }

    [Fact]
    public async Task Ctrl_C_ends_a_sign_in_whose_answer_is_half_typed()
    {
        InterruptionTests.SkipWhereIgnored(InterruptionTests.Interrupt);
        using CommandScene scene = await RemoteSceneAsync();
        using TerminalRun terminal = StartOnTerminal(scene);
        terminal.WaitUntilShown("Paste");
        terminal.Send("http");
        terminal.WaitUntil(now => now.Contains("****", StringComparison.Ordinal));

        terminal.Send("\u0003");

        terminal.Outcome().ExitCode.ShouldBe(130);
        File.Exists(scene.StorePath).ShouldBeFalse();
    }

    private async Task<CommandScene> RemoteSceneAsync() => (await SceneAsync()).WithVariable("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22");

    private static TerminalRun StartOnTerminal(CommandScene scene, params string[] arguments) =>
        scene.StartOnTerminal(["models", "auth", "login", "--provider", "openai-codex", .. arguments]);

    /// <summary>Presses the button on the page whose address is shown.</summary>
    private async Task<Uri> ApproveShownAsync(string shown)
    {
        using HttpClient browser = OAuthServer.NewBrowser(signIns.Authority);
        return await OAuthServer.Approve(browser, new Uri(Regex.Match(shown, @"https://127\.0\.0\.1:\d+/oauth/authorize\?[^\s\u001b]+").Value));
    }

    /// <summary>An installation without a sign-in, and a browser that writes down the page it is to open.</summary>
    private async Task<CommandScene> SceneAsync()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Only on Linux a program of the test can stand in for the browser.");
        CommandScene scene = await signIns.SceneAsync(TimeSpan.Zero);
        scene.WithVariable("DISPLAY", ":0").WithFile("bin/xdg-open", "#!/bin/sh\nprintf '%s' \"$1\" > \"$HOME/page.new\" && mv \"$HOME/page.new\" \"$HOME/page\"\n");
        Unix.SetMode(scene.Home["bin/xdg-open"], "700");
        scene.Environment["PATH"] = $"{scene.Home["bin"]}:/usr/local/bin:/usr/bin:/bin";
        return scene;
    }

    private Task<CommandOutcome> SignInAsync(CommandScene scene, bool denies, params string[] arguments) => SignInAsync(scene, denies, before: () => { }, arguments);

    private async Task<CommandOutcome> SignInAsync(CommandScene scene, bool denies, Action before, params string[] arguments)
    {
        RunningCommand command = Start(scene, arguments);
        if (!command.IsRunning)
            return command.Outcome();

        before();
        await BrowseAsync(scene, denies);
        return command.Outcome();
    }

    /// <summary>Starts a sign-in, and waits until it opens a browser.</summary>
    private static RunningCommand Start(CommandScene scene, params string[] arguments)
    {
        RunningCommand command = scene.Start(["models", "auth", "login", .. arguments]);
        SpinWait.SpinUntil(() => File.Exists(scene.Home["page"]) || !command.IsRunning, Patience).ShouldBeTrue();
        return command;
    }

    private async Task BrowseAsync(CommandScene scene, bool denies, string account = "")
    {
        using HttpClient browser = OAuthServer.NewBrowser(signIns.Authority);
        Uri back = await OAuthServer.Approve(browser, new Uri(await File.ReadAllTextAsync(scene.Home["page"], TestContext.Current.CancellationToken)), denies, account);
        if (back.Scheme == Uri.UriSchemeHttp)
            (await browser.GetAsync(back, TestContext.Current.CancellationToken)).Dispose();
    }

    /// <summary>The page and where it is goes to standard error; nothing else does.</summary>
    private static CommandOutcome WithoutConversation(CommandOutcome outcome) =>
        outcome with { Errors = string.Join('\n', outcome.ErrorLines.Where(line => line.StartsWith("[moltbot]", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal))) };

    private static void ShouldShowNoToken(CommandScene scene, CommandOutcome outcome)
    {
        JsonObject stored = SignInServer.Stored(scene);
        foreach (string member in (string[])["access", "refresh"])
        {
            outcome.Output.ShouldNotContain(stored[member]!.GetValue<string>());
            outcome.Errors.ShouldNotContain(stored[member]!.GetValue<string>());
        }
    }
}
