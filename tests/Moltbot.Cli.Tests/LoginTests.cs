using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class LoginTests(SignInServer signIns) : IClassFixture<SignInServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
    public async Task A_person_who_says_no_is_told_so()
    {
        using CommandScene scene = await SceneAsync();

        CommandOutcome outcome = await SignInAsync(scene, denies: true, "--provider", "openai-codex");

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain("access_denied");
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
        RunningCommand command = scene.Start(["models", "auth", "login", .. arguments]);
        SpinWait.SpinUntil(() => File.Exists(scene.Home["page"]) || !command.IsRunning, Patience).ShouldBeTrue();
        if (!command.IsRunning)
            return command.Outcome();

        before();
        using HttpClient browser = OAuthServer.NewBrowser(signIns.Authority);
        Uri back = await OAuthServer.Approve(browser, new Uri(await File.ReadAllTextAsync(scene.Home["page"], TestContext.Current.CancellationToken)), denies);
        if (back.Scheme == Uri.UriSchemeHttp)
            (await browser.GetAsync(back, TestContext.Current.CancellationToken)).Dispose();

        return command.Outcome();
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
