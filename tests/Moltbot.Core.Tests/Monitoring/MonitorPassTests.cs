using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Monitoring;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Monitoring;

public sealed class MonitorPassTests : IAsyncLifetime
{
    private readonly TemporaryInstallation installation = new TemporaryInstallation().Configuration("{ agents: { defaults: { model: { primary: 'anthropic/claude-opus-4-5' } } } }");
    private MessageReceiver receiver = null!;

    public async ValueTask InitializeAsync() => receiver = await MessageReceiver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        installation.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string LastPassPath => installation.Home[".clawdbot/monitor/last-pass.json"];

    private string MemoryPath => installation.Home[".clawdbot/monitor/told.json"];

    [Theory]
    [InlineData(8 * 24, 0, null)]
    [InlineData(3 * 24, 0, "notice")]
    [InlineData(20, 2, "warning")]
    [InlineData(1, 2, "error")]
    [InlineData(-1, 1, "critical")]
    public async Task A_credential_is_told_of_by_how_long_it_is_good_for(int hours, int exitCode, string? severity)
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(hours)));

        MonitorPass pass = await RunAsync();

        pass.ExitCode.ShouldBe(exitCode);
        receiver.Messages.Select(message => (string?)message.Json["severity"]).ShouldBe(severity is null ? [] : [severity]);
    }

    [Fact]
    public async Task What_was_told_is_told_again_when_it_is_over_and_not_before()
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        await RunAsync();
        (await RunAsync()).Deliveries.ShouldBeEmpty();

        installation.Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddDays(30)));
        MonitorPass pass = await RunAsync();

        pass.ExitCode.ShouldBe(0);
        receiver.Messages.Count.ShouldBe(2);
        Last["events"]![0]!["kind"]!.GetValue<string>().ShouldBe("recovered");
        Last["text"]!.GetValue<string>().ShouldStartWith("That is over: anthropic:work has expired");
    }

    [Fact]
    public async Task Several_things_are_one_message()
    {
        StoreBuilder store = new();
        for (int index = 0; index < 1000; index++)
            store.Token($"anthropic:{index}", expires: TestClock.Now.AddHours(-1));

        WithHook().Store(store);

        MonitorPass pass = await RunAsync();

        pass.Findings.Count.ShouldBe(1000);
        Last["title"]!.GetValue<string>().ShouldBe("Moltbot on here: 1000 critical");
        Last["events"]!.AsArray().Count.ShouldBe(1000);
        Last["text"]!.GetValue<string>().Split('\n').Length.ShouldBe(22);
    }

    [Fact]
    public async Task A_channel_that_fails_is_told_at_the_next_pass_and_the_others_are_not_told_twice()
    {
        installation.Settings(Hooks("a", "b")).Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        receiver.Status["/a"] = 500;

        MonitorPass first = await RunAsync();
        receiver.Status.Clear();
        MonitorPass second = await RunAsync();

        first.Deliveries.Select(delivery => (delivery.Channel, delivery.IsAccepted)).ShouldBe([("a", false), ("b", true)]);
        first.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCode.ChannelFailed);
        second.Deliveries.Select(delivery => (delivery.Channel, delivery.IsAccepted)).ShouldBe([("a", true)]);
        receiver.Messages.Select(message => message.Path).Order(StringComparer.Ordinal).ShouldBe(["/a", "/a", "/b"]);
    }

    [Fact]
    public async Task A_channel_that_hangs_has_a_limit_of_its_own()
    {
        installation.Settings($"{{ channels: {{ a: {{ type: 'webhook', url: '{receiver.Address}/a', timeout: '30s' }}, b: {{ type: 'webhook', url: '{receiver.Address}/b', timeout: '10m' }} }} }}")
            .Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        receiver.Silent["/a"] = true;

        Task<MonitorPass> running = RunAsync();
        while (receiver.Messages.IsEmpty)
            await Task.Yield();
        installation.Time.Advance(TimeSpan.FromSeconds(31));

        MonitorPass pass = await running;
        pass.Deliveries.Select(delivery => (delivery.Channel, delivery.IsAccepted)).ShouldBe([("a", false), ("b", true)]);
        pass.Errors.ShouldHaveSingleItem().Message.ShouldContain("30 s");
    }

    [Fact]
    public async Task A_pass_with_nothing_to_tell_writes_one_small_file()
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        await RunAsync();
        IReadOnlyDictionary<string, byte[]> before = installation.Home.Files();
        DateTime told = File.GetLastWriteTimeUtc(MemoryPath);
        installation.Time.Sleep(TimeSpan.FromMinutes(30));

        await RunAsync();

        installation.Home.Files().Where(file => !before.TryGetValue(file.Key, out byte[]? content) || !content.AsSpan().SequenceEqual(file.Value)).Select(file => file.Key)
            .ShouldBe([".clawdbot/monitor/last-pass.json"]);
        File.GetLastWriteTimeUtc(MemoryPath).ShouldBe(told);
        new FileInfo(LastPassPath).Length.ShouldBeLessThan(1024);
    }

    [Fact]
    public async Task A_rehearsal_changes_nothing_and_says_what_would_be_sent()
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        string before = installation.Home.Trace();

        MonitorPass pass = await RunAsync(new MonitorOptions { IsRehearsal = true });

        pass.Deliveries.ShouldHaveSingleItem().Text.ShouldContain("anthropic:work has expired");
        pass.Deliveries[0].IsAccepted.ShouldBeFalse();
        receiver.Messages.ShouldBeEmpty();
        installation.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public async Task Of_two_passes_at_once_the_second_does_nothing()
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        installation.File(".clawdbot/monitor/last-pass.json", "{}");
        using DirectoryLock held = DirectoryLock.Acquire(LastPassPath, cancellationToken: Cancellation);

        MonitorPass pass = await RunAsync();

        (pass.IsSkipped, pass.ExitCode).ShouldBe((true, 0));
        pass.Warnings.ShouldHaveSingleItem().ShouldContain("Another pass");
        receiver.Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{ \"version\": 1, \"chan")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_damaged_memory_is_kept_aside_and_told(string damage)
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        installation.File(".clawdbot/monitor/told.json", damage);

        MonitorPass pass = await RunAsync();

        pass.Warnings.ShouldHaveSingleItem().ShouldContain("told.json.damaged-");
        Directory.GetFiles(installation.Home[".clawdbot/monitor"], "told.json.damaged-*").Select(File.ReadAllText).ShouldBe([damage]);
        receiver.Messages.Count.ShouldBe(1);
        (await RunAsync()).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_and_nothing_of_it_is_over()
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        await RunAsync();
        installation.Store("{ broken");

        MonitorPass pass = await RunAsync();

        pass.ExitCode.ShouldBe(1);
        Last["events"]!.AsArray().Select(one => one!["kind"]!.GetValue<string>()).ShouldBe(["not read"]);
    }

    [Fact]
    public async Task What_agents_inherit_is_told_once()
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        installation.Store(new StoreBuilder().Token("anthropic:own", expires: TestClock.Now.AddHours(-1)), "ops").Store(new StoreBuilder(), "dev");

        MonitorPass pass = await RunAsync();

        pass.Findings.Select(one => (one.Agent, one.ProfileId)).ShouldBe([("main", "anthropic:work"), ("ops", "anthropic:own")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_look_at_one_agent_ends_nothing_of_others()
    {
        WithHook().Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        installation.Store(new StoreBuilder().ApiKey("openai:own"), "ops");
        await RunAsync();
        installation.Store(new StoreBuilder().ApiKey("anthropic:work"));

        (await RunAsync(new MonitorOptions { Agent = "ops" })).Deliveries.ShouldBeEmpty();
        (await RunAsync()).Events.ShouldHaveSingleItem().Kind.ShouldBe(MonitorEventKind.Recovered);
    }

    [Fact]
    public async Task What_rests_or_is_disabled_is_told()
    {
        WithHook().Store(new StoreBuilder().ApiKey("anthropic:a").ApiKey("anthropic:b").ApiKey("anthropic:c")
            .Usage("anthropic:a", disabledUntil: TestClock.Now.AddHours(5), disabledReason: "billing")
            .Usage("anthropic:b", cooldownUntil: TestClock.Now.AddMinutes(55), errorCount: 3)
            .Usage("anthropic:c", cooldownUntil: TestClock.Now.AddMinutes(1), errorCount: 1));

        MonitorPass pass = await RunAsync();

        pass.Findings.Select(one => (one.ProfileId, one.Kind, one.Severity)).ShouldBe(
            [("anthropic:a", MonitorEventKind.Disabled, MonitorSeverity.Critical), ("anthropic:b", MonitorEventKind.Resting, MonitorSeverity.Warning)]);
        pass.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_in_use_without_a_credential_is_told()
    {
        WithHook();

        MonitorPass pass = await RunAsync();

        MonitorEvent missing = pass.Findings.ShouldHaveSingleItem();
        (missing.Kind, missing.Provider, pass.ExitCode).ShouldBe((MonitorEventKind.Missing, "anthropic", 1));
    }

    [Fact]
    public async Task The_dead_mans_address_is_called_after_a_good_pass_only()
    {
        installation.Settings($"{{ channels: {{ hook: {{ type: 'webhook', url: '{receiver.Address}/hook' }} }}, deadMan: '{receiver.Address}/alive' }}")
            .Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(-1)));
        receiver.Status["/hook"] = 500;
        await RunAsync();
        receiver.Messages.ShouldNotContain(message => message.Path == "/alive");
        receiver.Status.Clear();

        await RunAsync();

        receiver.Messages.ShouldContain(message => message.Path == "/alive" && message.Method == "GET");
    }

    [Fact]
    public async Task A_slip_in_the_settings_is_an_error_and_the_rest_is_told()
    {
        installation.Settings($"{{ repeet: 1, channels: {{ a: {{ type: 'slack' }}, hook: {{ type: 'webhook', url: '{receiver.Address}/hook' }} }} }}")
            .Store(new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddDays(3)));

        MonitorPass pass = await RunAsync();

        pass.Errors.Select(error => error.Code).Distinct().ShouldBe([ErrorCode.MonitorSettingsInvalid]);
        (pass.ExitCode, receiver.Messages.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Secrets_of_channels_are_in_no_file_of_ours_and_in_no_message_about_them()
    {
        installation.File(".clawdbot/.env", "NTFY_TOKEN=tk_canary0123456789abcdef\n")
            .Settings($"{{ channels: {{ phone: {{ type: 'ntfy', server: '{receiver.Address}', topic: 'alerts', token: '${{NTFY_TOKEN}}' }} }} }}")
            .Store(new StoreBuilder().Token("anthropic:work", token: "sk-ant-oat01-canary0123456789abcdef", expires: TestClock.Now.AddHours(-1)));
        receiver.Status["/"] = 403;

        MonitorPass pass = await RunAsync();

        receiver.Messages.ShouldHaveSingleItem().Authorization.ShouldBe("Bearer tk_canary0123456789abcdef");
        receiver.Messages.Single().Body.ShouldNotContain("canary");
        pass.ToJson().ToJsonString().ShouldNotContain("canary");
        File.ReadAllText(LastPassPath).ShouldNotContain("canary");
        File.ReadAllText(MemoryPath).ShouldNotContain("canary");
    }

    [Fact]
    public async Task In_an_installation_that_a_newer_gateway_has_half_taken_over_nothing_is_called_fine()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a")).File(".clawdbot/openclaw.json", "{}");

        MonitorPass pass = await RunAsync();

        pass.ExitCode.ShouldBe(1);
        pass.Errors.Select(error => error.Code).ShouldContain(ErrorCode.MigrationPending);
        pass.Findings.ShouldContain(found => found.Kind == MonitorEventKind.NotRead);
    }

    [Fact]
    public async Task In_an_installation_of_todays_gateway_a_pass_is_made_alike()
    {
        Directory.Delete(installation.Home[".clawdbot"], recursive: true);
        GatewayHome.LayOut(installation.Home, new StoreBuilder().Token("anthropic:work", expires: TestClock.Now.AddHours(20)), """{"agents":{"defaults":{"model":{"primary":"anthropic/claude-opus-4-7"}}}}""");

        (await RunAsync()).ExitCode.ShouldBe(2);
        MonitorPass second = await RunAsync();

        second.Findings.ShouldHaveSingleItem().ProfileId.ShouldBe("anthropic:work");
        second.Events.ShouldBeEmpty(); // told already
        MigratedHome.FilesOfJanuary(installation.Home).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_in_that_is_due_and_cannot_be_renewed_now_is_told_as_that()
    {
        WithHook().Variable("MOLTBOT_OFFLINE", "1").Store(new StoreBuilder().ApiKey("anthropic:a").OAuth("chutes:work", expires: TestClock.Now.AddMinutes(10)));

        MonitorPass pass = await RunAsync();

        MonitorEvent found = pass.Findings.ShouldHaveSingleItem();
        (found.Kind, found.Severity, found.ProfileId).ShouldBe((MonitorEventKind.NotRenewed, MonitorSeverity.Warning, "chutes:work"));

        installation.Store(new StoreBuilder().ApiKey("anthropic:a").OAuth("chutes:work", expires: TestClock.Now.AddDays(1)));
        (await RunAsync()).Events.ShouldHaveSingleItem().Kind.ShouldBe(MonitorEventKind.Recovered);
    }

    [Fact]
    public async Task A_sign_in_that_renews_itself_is_fine_however_short_it_lasts()
    {
        WithHook().Store(new StoreBuilder().ApiKey("anthropic:a").OAuth("chutes:work", expires: TestClock.Now.AddHours(3)).OAuth("openai-codex:work", expires: TestClock.Now.AddDays(5)));

        MonitorPass pass = await RunAsync();

        (pass.ExitCode, pass.Findings.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Ten_thousand_profiles_are_looked_at_in_one_pass()
    {
        StoreBuilder store = new();
        for (int index = 0; index < 10_000; index++)
            store.Token($"anthropic:{index}", expires: TestClock.Now.AddDays(index % 2 == 0 ? 1 : 30));

        WithHook().Store(store);

        (await RunAsync()).Findings.Count.ShouldBe(5000);
        (await RunAsync()).Deliveries.ShouldBeEmpty();
    }

    private JsonNode Last => receiver.Messages.Last().Json;

    private TemporaryInstallation WithHook() => installation.Settings(Hooks("hook"));

    private string Hooks(params string[] names) => $"{{ channels: {{ {string.Join(", ", names.Select(name => $"{name}: {{ type: 'webhook', url: '{receiver.Address}/{name}' }}"))} }} }}";

    private Task<MonitorPass> RunAsync(MonitorOptions? options = null)
    {
        MoltbotInstallation opened = installation.Open();
        return opened.OpenMonitor(new MonitorSurroundings(opened.OpenSecrets(vaults: null, Cancellation)) { Host = "here" }).RunAsync(options ?? new MonitorOptions(), Cancellation);
    }
}
