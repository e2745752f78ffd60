using System.Text.Json;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Probing;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;
using Moltbot.Core.Tests.Quotas;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Monitoring;

/// <summary>What a pass makes of what providers answer, and of rotations that end.</summary>
public sealed class MonitorAskingTests : IDisposable
{
    private const string Models = "https://api.groq.com/openai/v1/models";
    private const string Plan = "https://api.anthropic.com/api/oauth/usage";
    private const string Asks = "{ probe: true }";
    private const string AsksForPlans = "{ quota: 90 }";

    private readonly TemporaryInstallation installation = new TemporaryInstallation().Configuration("{ agents: { defaults: { model: { primary: 'groq/llama-3.3-70b' } } } }");
    private readonly ScriptedProviders providers = new();
    private readonly FakeVaults vaults = new();
    private bool usedVaults;

    public void Dispose()
    {
        installation.Dispose();
        providers.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_credential_that_its_provider_refuses_is_told_and_so_is_that_it_is_accepted_again()
    {
        installation.Settings(Asks).Store(new StoreBuilder().ApiKey("groq:a", "gsk_canary_of_this_test_0123456789"));
        providers.Answer(Models, """{"error":{"message":"Invalid API Key gsk_canary_of_this_test_0123456789"}}""", 401);

        MonitorPass pass = await RunAsync();

        MonitorEvent refused = pass.Findings.ShouldHaveSingleItem();
        (refused.Kind, refused.Severity, refused.Provider, refused.ProfileId, pass.ExitCode).ShouldBe((MonitorEventKind.Refused, MonitorSeverity.Critical, "groq", "groq:a", 1));
        refused.Message.ShouldStartWith("groq:a is not accepted by its provider");
        refused.Message.ShouldNotContain("canary");

        providers.Answer(Models, """{"data":[]}""");
        MonitorPass next = await RunAsync();

        (next.ExitCode, next.Events.ShouldHaveSingleItem().Kind).ShouldBe((0, MonitorEventKind.Recovered));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task An_answer_that_decides_nothing_neither_accuses_nor_acquits(int status)
    {
        installation.Settings(Asks).Store(new StoreBuilder().ApiKey("groq:a"));
        providers.Answer(Models, "{}", 401);
        await RunAsync();
        providers.Answer(Models, "{}", status);

        MonitorPass pass = await RunAsync();

        (pass.Events.Count, pass.Findings.Count, pass.ExitCode).ShouldBe((0, 0, 0));
        providers.Answer(Models, """{"data":[]}""");
        (await RunAsync()).Events.ShouldHaveSingleItem().Kind.ShouldBe(MonitorEventKind.Recovered);
    }

    [Fact]
    public async Task A_credential_that_agents_inherit_is_asked_about_once()
    {
        installation.Settings(Asks).Store(new StoreBuilder().ApiKey("groq:a", "key-of-main")).Store(new StoreBuilder().ApiKey("groq:own", "key-of-ops"), "ops").Store(new StoreBuilder(), "dev");
        providers.Answer(Models, """{"data":[]}""");

        await RunAsync();

        providers.Questions.Select(question => question.Headers["Authorization"]).Order(StringComparer.Ordinal).ShouldBe(["Bearer key-of-main", "Bearer key-of-ops"]);
    }

    [Fact]
    public async Task Nobody_is_asked_unless_that_is_wanted_and_never_in_a_rehearsal()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a").Token("anthropic:work", expires: TestClock.Now.AddYears(1)));
        await RunAsync();
        installation.Settings("{ probe: true, quota: 90 }");
        await RunAsync(new MonitorOptions { IsRehearsal = true, Probe = true });

        providers.Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pass_can_be_told_to_ask_whatever_the_settings_say()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a"));
        providers.Answer(Models, "{}", 401);

        (await RunAsync(new MonitorOptions { Probe = true })).Findings.ShouldHaveSingleItem().Kind.ShouldBe(MonitorEventKind.Refused);
    }

    [Theory]
    [InlineData(89.9, false)]
    [InlineData(90, true)]
    [InlineData(100, true)]
    public async Task A_plan_that_is_nearly_used_is_told_with_when_it_begins_anew(double used, bool isTold)
    {
        installation.Settings(AsksForPlans).Store(new StoreBuilder().ApiKey("groq:a").Token("anthropic:work", expires: TestClock.Now.AddYears(1)));
        providers.Answer(Plan, $$"""{ "five_hour": { "utilization": {{JsonSerializer.Serialize(used)}}, "resets_at": "2026-01-28T13:30:00Z" }, "seven_day": { "utilization": 12 } }""");

        MonitorPass pass = await RunAsync();

        pass.ExitCode.ShouldBe(0);
        pass.Findings.Select(one => (one.Kind, one.Severity, one.Provider)).ShouldBe(isTold ? [(MonitorEventKind.QuotaNearlyUsed, MonitorSeverity.Warning, "anthropic")] : []);
        if (isTold)
            pass.Findings[0].Message.ShouldBe($"Claude: {used:0}% of 5h is used; it begins anew at 2026-01-28 13:30:00Z.");
    }

    [Fact]
    public async Task A_plan_that_cannot_be_asked_for_is_not_over()
    {
        installation.Settings(AsksForPlans).Store(new StoreBuilder().ApiKey("groq:a").Token("anthropic:work", expires: TestClock.Now.AddYears(1)));
        providers.Answer(Plan, """{"five_hour":{"utilization":95}}""");
        await RunAsync();
        providers.Answer(Plan, "", 500);
        (await RunAsync()).Events.ShouldBeEmpty();
        providers.Answer(Plan, """{"five_hour":{"utilization":3}}""");

        (await RunAsync()).Events.ShouldHaveSingleItem().Kind.ShouldBe(MonitorEventKind.Recovered);
    }

    [Fact]
    public async Task A_rotation_that_is_due_ends_and_one_that_is_not_goes_on()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a", "gsk_the_key_that_was_there"));
        Rotate("groq:a", "gsk_the_key_that_comes_after");
        (await RunAsync()).EndedRotations.ShouldBeEmpty();
        installation.Stored().Profiles.Count.ShouldBe(2);
        installation.Time.Advance(TimeSpan.FromHours(25));

        MonitorPass pass = await RunAsync();

        pass.EndedRotations.ShouldBe(["main/groq:a"]);
        installation.Stored().Profiles.Select(profile => profile.Key.Reveal()).ShouldBe(["gsk_the_key_that_comes_after"]);
    }

    [Fact]
    public async Task A_rehearsal_ends_no_rotation()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a", "gsk_the_key_that_was_there"));
        Rotate("groq:a", "gsk_the_key_that_comes_after");
        installation.Time.Advance(TimeSpan.FromHours(25));

        (await RunAsync(new MonitorOptions { IsRehearsal = true })).EndedRotations.ShouldBeEmpty();

        installation.Stored().Profiles.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rotation_whose_old_key_is_in_a_vault_ends_where_vaults_may_be_opened()
    {
        VaultSecret place = new("Safe", "groq:a");
        vaults.Secrets[place] = new Secret("gsk_the_key_that_was_there");
        installation.Store(new StoreBuilder().ApiKeyAt("groq:a", SecretReference.To(place)));
        Rotate("groq:a", "gsk_the_key_that_comes_after");
        installation.Time.Advance(TimeSpan.FromHours(25));

        MonitorPass pass = await RunAsync();

        pass.Errors.ShouldBeEmpty();
        pass.EndedRotations.ShouldBe(["main/groq:a"]);
        usedVaults.ShouldBeTrue();
        vaults.Secrets.Keys.ShouldNotContain(place);
    }

    [Fact]
    public async Task A_rotation_that_waits_for_a_vault_goes_on_and_that_is_told()
    {
        VaultSecret place = new("Safe", "groq:a");
        vaults.Secrets[place] = new Secret("gsk_the_key_that_was_there");
        installation.Store(new StoreBuilder().ApiKeyAt("groq:a", SecretReference.To(place)).Token("anthropic:work", expires: TestClock.Now.AddHours(26)));
        Rotate("groq:a", "gsk_the_key_that_comes_after");
        installation.Time.Advance(TimeSpan.FromHours(25));

        MonitorPass pass = await RunAsync(hasVaults: false);

        pass.EndedRotations.ShouldBeEmpty();
        pass.Warnings.ShouldHaveSingleItem().ShouldContain("vault", Case.Insensitive);
        pass.Findings.ShouldHaveSingleItem().ProfileId.ShouldBe("anthropic:work");
        vaults.Secrets.Keys.ShouldContain(place);
    }

    private void Rotate(string profileId, string key)
    {
        InstallationRotations rotations = installation.Open().OpenRotations(vaults);
        OpenRotation started = rotations.Start(installation.Agent("main"), new RotationRequest(profileId), new Secret(key), Cancellation);
        CredentialProbe accepted = new(new ProbeOutcome(new ProbeVerdict(ProbeState.Ok), ProbeLevel.List)) { StateDirectory = "/", Agent = "main", Provider = "groq", Label = "given", Source = "given" };
        rotations.Complete(started, accepted, keepFor: null, Cancellation);
    }

    private Task<MonitorPass> RunAsync(MonitorOptions? options = null, bool hasVaults = true)
    {
        MoltbotInstallation opened = installation.Open();
        MonitorSurroundings surroundings = new(opened.OpenSecrets(hasVaults ? vaults : null, Cancellation))
        {
            Host = "here",
            Network = providers,
            Vaults = hasVaults ? vaults : null,
            Run = work =>
            {
                usedVaults = true;
                work();
                return Task.CompletedTask;
            },
        };
        return opened.OpenMonitor(surroundings).RunAsync(options ?? new MonitorOptions(), Cancellation);
    }
}
