using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Rotating;

/// <summary>The rotation of a key: from the moment that a new one is given until nothing is left of the old one.</summary>
public sealed class RotationTests : IDisposable
{
    private const string Old = "sk-the-key-that-was-there-before";
    private const string New = "sk-the-key-that-comes-afterwards";
    private static readonly CredentialProbe Accepted = Probe(ProbeState.Ok);
    private static readonly CredentialProbe Refused = Probe(ProbeState.Auth, "invalid key");
    private static readonly CredentialProbe Unknown = Probe(ProbeState.Timeout, "no answer");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly TemporaryInstallation installation = new();
    private readonly FakeVaults vaults = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_new_key_waits_where_no_gateway_looks()
    {
        string before = Stored(new StoreBuilder().ApiKey("openai:a", Old));

        KeyRotation rotation = Start("openai:a").Rotation;

        (rotation.Stage, rotation.ProfileId, rotation.Agent, rotation.KeepFor).ShouldBe((RotationStage.Pending, "openai:a", "main", TimeSpan.FromHours(24)));
        File.ReadAllText(installation.StorePath()).ShouldBe(before);
        string record = Directory.GetFiles(installation.Home[".clawdbot/credentials/rotations"]).ShouldHaveSingleItem();
        File.ReadAllText(record).ShouldContain(New);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(record).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Once_it_is_accepted_it_is_swapped_in_and_the_old_one_is_the_last_fallback()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b"));

        KeyRotation rotation = Complete(Start("openai:a"), Accepted);

        AuthProfileStore store = installation.Stored();
        store.Find("openai:a")!.Key.Reveal().ShouldBe(New);
        store.Find("openai:a-previous")!.Key.Reveal().ShouldBe(Old);
        Candidates().ShouldBe(["openai:a", "openai:b", "openai:a-previous"]);
        (rotation.Stage, rotation.PreviousProfileId, rotation.Verdict).ShouldBe((RotationStage.Completed, "openai:a-previous", "ok"));
        rotation.KeepUntil.ShouldBe(installation.Time.GetUtcNow().AddHours(24));
        Record().ShouldNotContain(New);
    }

    [Fact]
    public void Everything_else_of_the_profile_and_of_the_store_stays()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old).Member("future", true).LastGood("openai", "openai:a"));
        string text = File.ReadAllText(installation.StorePath()).Replace("\"provider\": \"openai\"", "\"provider\": \"OpenAI\", \"label\": \"mine\"", StringComparison.Ordinal);
        installation.Store(text);

        Complete(Start("openai:a"), Accepted);

        AuthProfile profile = installation.Stored().Find("openai:a")!;
        profile.Json.GetRawText().ShouldContain("\"label\"");
        profile.ProviderName.ShouldBe("OpenAI");
        installation.Stored().LastGood("openai").ShouldBe("openai:a");
        File.ReadAllText(installation.StorePath()).ShouldContain("\"future\": true");
    }

    [Fact]
    public void The_cooldown_that_the_old_key_has_earned_stays_with_the_old_key()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old).Usage("openai:a", lastUsed: TestClock.Now.AddHours(-1), disabledUntil: TestClock.Now.AddHours(5), disabledReason: "billing", errorCount: 4));

        Complete(Start("openai:a"), Accepted);

        AuthProfileStore store = installation.Stored();
        double now = TestClock.Now.ToUnixTimeMilliseconds();
        (store.Usage("openai:a").IsUnusableAt(now), store.Usage("openai:a").ErrorCount).ShouldBe((false, 0));
        (store.Usage("openai:a-previous").IsDisabledAt(now), store.Usage("openai:a-previous").ErrorCount).ShouldBe((true, 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_way_back_leaves_the_store_as_it_was(bool hasUsage)
    {
        StoreBuilder store = new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b");
        if (hasUsage)
            store.Usage("openai:a", lastUsed: TestClock.Now.AddHours(-1), cooldownUntil: TestClock.Now.AddMinutes(5), errorCount: 1);
        Stored(store);
        string before = Normal();
        Complete(Start("openai:a"), Accepted);

        Undo().Stage.ShouldBe(RotationStage.Undone);

        Normal().ShouldBe(before);
        Rotations().All().ShouldBeEmpty();
    }

    [Fact]
    public void The_end_of_the_grace_period_leaves_the_new_key_alone_and_the_order_as_it_was()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b"));
        Complete(Start("openai:a"), Accepted);
        Rotations().FindDue().ShouldBeEmpty();

        installation.Time.Advance(TimeSpan.FromHours(24));
        KeyRotation ended = EndDue();

        AuthProfileStore store = installation.Stored();
        ended.Stage.ShouldBe(RotationStage.Ended);
        store.Profiles.Select(profile => profile.Id).ShouldBe(["openai:a", "openai:b"]);
        store.Order(ProviderId.Parse("openai")).ShouldBeNull();
        File.ReadAllText(installation.StorePath()).ShouldNotContain(Old);
        Directory.GetFiles(installation.Home[".clawdbot/credentials/rotations"]).ShouldBeEmpty();
    }

    [Fact]
    public void An_order_that_somebody_has_set_stays_theirs()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b").Order("openai", "openai:b", "openai:a"));
        Complete(Start("openai:a"), Accepted);
        Candidates().ShouldBe(["openai:b", "openai:a", "openai:a-previous"]);

        installation.Time.Advance(TimeSpan.FromHours(24));
        EndDue();

        installation.Stored().Order(ProviderId.Parse("openai")).ShouldBe(["openai:b", "openai:a"]);
    }

    [Fact]
    public void An_order_that_somebody_sets_during_the_grace_period_stays_too()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b"));
        Complete(Start("openai:a"), Accepted);
        installation.Agent("main").SetOrder(ProviderId.Parse("openai"), ["openai:b", "openai:a", "openai:a-previous"], Cancellation);

        installation.Time.Advance(TimeSpan.FromHours(24));
        EndDue();

        installation.Stored().Order(ProviderId.Parse("openai")).ShouldBe(["openai:b", "openai:a"]);
    }

    [Fact]
    public void The_old_key_of_a_profile_that_no_order_names_is_not_tried_either()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b").Order("openai", "openai:b"));

        Complete(Start("openai:a"), Accepted);

        Candidates().ShouldBe(["openai:b"]);
    }

    [Fact]
    public void The_order_of_the_configuration_is_kept_to_during_the_grace_period()
    {
        installation.Configuration("""{ "auth": { "order": { "openai": ["openai:b", "openai:a"] } } }""");
        Stored(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b").ApiKey("openai:c"));

        Complete(Start("openai:a"), Accepted);

        Candidates().ShouldBe(["openai:b", "openai:a", "openai:a-previous"]);
    }

    [Fact]
    public void No_grace_period_is_wanted_and_none_is_given()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));

        KeyRotation rotation = Complete(Start("openai:a"), Accepted, TimeSpan.Zero);

        rotation.Stage.ShouldBe(RotationStage.Ended);
        installation.Stored().Profiles.Select(profile => (profile.Id, profile.Key.Reveal())).ShouldBe([("openai:a", New)]);
    }

    [Fact]
    public void A_grace_period_can_be_made_longer_or_ended_afterwards()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        Complete(Start("openai:a"), Accepted);

        Complete(Open("openai:a"), probe: null, TimeSpan.FromDays(7)).KeepUntil.ShouldBe(installation.Time.GetUtcNow().AddDays(7));
        Complete(Open("openai:a"), probe: null).Stage.ShouldBe(RotationStage.Completed);
        Complete(Open("openai:a"), probe: null, TimeSpan.Zero).Stage.ShouldBe(RotationStage.Ended);

        installation.Stored().Find("openai:a-previous").ShouldBeNull();
    }

    [Fact]
    public void Of_a_key_that_is_refused_when_it_is_given_nothing_is_kept()
    {
        string before = Stored(new StoreBuilder().ApiKey("openai:a", Old));
        OpenRotation started = Start("openai:a");

        MoltbotException error = Should.Throw<MoltbotException>(() => Rotations().Settle(started, Refused));

        error.Code.ShouldBe(ErrorCode.KeyRefused);
        error.Message.ShouldContain("auth: invalid key");
        File.ReadAllText(installation.StorePath()).ShouldBe(before);
        Directory.GetFiles(installation.Home[".clawdbot/credentials/rotations"]).ShouldBeEmpty();
    }

    [Fact]
    public void A_key_that_is_revoked_while_it_waits_is_not_swapped_in()
    {
        string before = Stored(new StoreBuilder().ApiKey("openai:a", Old));
        Rotations().Settle(Start("openai:a"), Accepted);

        Should.Throw<MoltbotException>(() => Complete(Open("openai:a"), Refused)).Code.ShouldBe(ErrorCode.KeyRefused);

        File.ReadAllText(installation.StorePath()).ShouldBe(before);
        Rotations().All().ShouldHaveSingleItem().Verdict.ShouldBe("auth");
    }

    [Fact]
    public void A_key_of_which_nothing_is_known_waits_and_is_swapped_in_on_demand_only()
    {
        string before = Stored(new StoreBuilder().ApiKey("openai:a", Old));
        Rotations().Settle(Start("openai:a"), Unknown).Rotation.Warnings.ShouldHaveSingleItem().ShouldContain("not known");

        Should.Throw<MoltbotException>(() => Complete(Open("openai:a"), Unknown)).Code.ShouldBe(ErrorCode.KeyNotProven);
        File.ReadAllText(installation.StorePath()).ShouldBe(before);

        Complete(Open("openai:a"), probe: null).Stage.ShouldBe(RotationStage.Completed);
    }

    [Fact]
    public void A_new_key_that_waits_can_be_dropped()
    {
        string before = Stored(new StoreBuilder().ApiKey("openai:a", Old));
        Start("openai:a");

        Undo().Stage.ShouldBe(RotationStage.Undone);

        File.ReadAllText(installation.StorePath()).ShouldBe(before);
        Rotations().All().ShouldBeEmpty();
    }

    [Fact]
    public void A_second_rotation_of_a_profile_is_refused_with_who_and_when()
    {
        installation.Variable("USER", "alice");
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        Start("openai:a");

        MoltbotException error = Should.Throw<MoltbotException>(() => Start("openai:a", "sk-another-one-altogether"));

        error.Code.ShouldBe(ErrorCode.RotationExists);
        error.Message.ShouldContain("by alice at 20");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_profile_that_somebody_else_changes_meanwhile_is_left_as_it_is(bool isRemoved)
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old).ApiKey("openai:b"));
        OpenRotation started = Start("openai:a");
        string changed = Stored(isRemoved ? new StoreBuilder().ApiKey("openai:b") : new StoreBuilder().ApiKey("openai:a", "sk-what-somebody-else-imported"));

        Should.Throw<MoltbotException>(() => Complete(started, Accepted)).Message.ShouldContain(isRemoved ? "was removed" : "got another key");
        Should.Throw<MoltbotException>(() => Open("openai:a")).Code.ShouldBe(ErrorCode.ProfileChanged);
        Rotations().All().ShouldHaveSingleItem().Stage.ShouldBe(RotationStage.Overtaken);

        Undo();
        File.ReadAllText(installation.StorePath()).ShouldBe(changed);
    }

    [Fact]
    public void A_key_that_is_imported_during_the_grace_period_is_not_swapped_back()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        Complete(Start("openai:a"), Accepted);
        installation.Agent("main").Profiles.ImportApiKey(new() { Provider = ProviderId.Parse("openai"), ProfileId = "openai:a" }, new Secret("sk-a-third-key-of-somebody-else"), Cancellation);

        Should.Throw<MoltbotException>(() => Undo()).Code.ShouldBe(ErrorCode.ProfileChanged);

        installation.Time.Advance(TimeSpan.FromHours(24));
        EndDue();
        installation.Stored().Profiles.Select(profile => profile.Key.Reveal()).ShouldBe(["sk-a-third-key-of-somebody-else"]);
    }

    [Fact]
    public void There_is_no_way_back_once_the_grace_period_is_over()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        Complete(Start("openai:a"), Accepted);
        installation.Time.Advance(TimeSpan.FromHours(24));

        Should.Throw<MoltbotException>(() => Undo()).Message.ShouldContain("nothing to swap back to");
    }

    [Theory]
    [InlineData("openai:none", ErrorCode.ProfileNotFound)]
    [InlineData("anthropic:me", ErrorCode.ProfileOfOtherKind)]
    [InlineData("openai:empty", ErrorCode.ProfileUnusable)]
    [InlineData("openai:elsewhere", ErrorCode.SecretElsewhere)]
    [InlineData("openai:vault", ErrorCode.SecretElsewhere)]
    public void What_has_no_key_here_is_not_rotated(string profileId, ErrorCode code)
    {
        Stored(new StoreBuilder()
            .OAuth("anthropic:me")
            .ApiKey("openai:empty", "")
            .ApiKeyAt("openai:elsewhere", SecretReference.Create(SecretReferenceSource.Environment, "default", "OPENAI_KEY"))
            .ApiKeyAt("openai:vault", SecretReference.To(new VaultSecret("Safe", "openai"))));

        Should.Throw<MoltbotException>(() => Start(profileId)).Code.ShouldBe(code);

        Directory.Exists(installation.Home[".clawdbot/credentials/rotations"]).ShouldBeFalse();
    }

    [Fact]
    public void A_key_in_the_environment_is_no_profile_and_the_error_says_what_to_do()
    {
        installation.Variable("OPENAI_API_KEY", "sk-in-the-environment-of-it-all");
        Stored(new StoreBuilder());

        Should.Throw<MoltbotException>(() => Start("openai:default")).Message.ShouldContain("env: OPENAI_API_KEY): change it there");
    }

    [Theory]
    [InlineData(Old)]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void A_new_key_that_can_be_none_is_refused(string key)
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));

        Should.Throw<MoltbotException>(() => Start("openai:a", key)).Code.ShouldBe(ErrorCode.CredentialInvalid);
    }

    [Fact]
    public void A_token_gets_the_expiry_of_the_new_one()
    {
        Stored(new StoreBuilder().Token("zai:a", Old, TestClock.Now.AddDays(1)));

        Complete(Start(new RotationRequest("zai:a") { ExpiresIn = TimeSpan.FromDays(90) }, New), Accepted);

        AuthProfileStore store = installation.Stored();
        store.Find("zai:a")!.Expires.ShouldBe(TestClock.Now.AddDays(90).ToUnixTimeMilliseconds());
        store.Find("zai:a-previous")!.Expires.ShouldBe(TestClock.Now.AddDays(1).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void An_inherited_profile_is_rotated_where_it_is()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        installation.Store(new StoreBuilder().ApiKey("openai:b"), "work");

        Should.Throw<MoltbotException>(() => Rotations().Start(installation.Agent("work"), new RotationRequest("openai:a"), new Secret(New), Cancellation)).Message.ShouldContain("inherits it from main");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Copies_of_other_agents_are_told_or_rotated_too(bool allAgents)
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        installation.Store(new StoreBuilder().ApiKey("openai:a", Old), "work").Store(new StoreBuilder().ApiKey("openai:a", "sk-another-key-altogether"), "home");

        KeyRotation rotation = Complete(Start(new RotationRequest("openai:a") { AllAgents = allAgents }, New), Accepted);

        rotation.OtherAgents.ShouldBe(allAgents ? [] : ["work"]);
        rotation.Warnings.Count.ShouldBe(allAgents ? 0 : 1);
        installation.Stored("work").Find("openai:a")!.Key.Reveal().ShouldBe(allAgents ? New : Old);
        installation.Stored("home").Find("openai:a")!.Key.Reveal().ShouldBe("sk-another-key-altogether");

        Undo();
        installation.Stored("work").Find("openai:a")!.Key.Reveal().ShouldBe(Old);
        installation.Stored("work").Profiles.Count.ShouldBe(1);
    }

    /// <summary>A gateway that saves something of an agent writes all that the agent inherits into the agent's own store.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_gateway_has_copied_meanwhile_goes_too(bool isUndone)
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        installation.Store(new StoreBuilder().ApiKey("zai:a"), "work");
        Complete(Start("openai:a"), Accepted);
        installation.Store(File.ReadAllText(installation.StorePath()), "work");

        if (isUndone)
        {
            Undo();
        }
        else
        {
            installation.Time.Advance(TimeSpan.FromHours(24));
            EndDue();
        }

        AuthProfileStore store = installation.Stored("work");
        store.Profiles.Select(profile => (profile.Id, profile.Key.Reveal())).ShouldBe([("openai:a", isUndone ? Old : New)]);
        store.Order(ProviderId.Parse("openai")).ShouldBeNull();
    }

    [Fact]
    public void A_new_secret_gets_a_place_of_its_own_in_the_vault_of_the_old_one()
    {
        VaultSecret oldPlace = new("Safe", "openai:a");
        vaults.Secrets[oldPlace] = new Secret(Old);
        Stored(new StoreBuilder().ApiKeyAt("openai:a", SecretReference.To(oldPlace)));

        KeyRotation rotation = Complete(StartInVault("openai:a"), Accepted, vault: true);

        VaultSecret newPlace = vaults.Secrets.Keys.Single(place => place != oldPlace);
        newPlace.Name.ShouldMatch(@"^openai:a\.\d{14}$");
        rotation.Reference.ShouldBe(SecretReference.To(newPlace));
        installation.Stored().Find("openai:a")!.Reference.ShouldBe(rotation.Reference);
        installation.Stored().Find("openai:a-previous")!.Reference.ShouldBe(SecretReference.To(oldPlace));
        vaults.Secrets[oldPlace].Reveal().ShouldBe(Old);
        (Record() + File.ReadAllText(installation.StorePath())).ShouldNotContain(New);

        installation.Time.Advance(TimeSpan.FromHours(24));
        EndDue(vaults).Stage.ShouldBe(RotationStage.Ended);
        vaults.Secrets.Keys.ShouldBe([newPlace]);
    }

    [Fact]
    public void Without_the_vault_at_hand_the_old_secret_stays_there_and_the_rotation_says_so()
    {
        VaultSecret oldPlace = new("Safe", "openai:a");
        vaults.Secrets[oldPlace] = new Secret(Old);
        Stored(new StoreBuilder().ApiKeyAt("openai:a", SecretReference.To(oldPlace)));
        Complete(StartInVault("openai:a"), Accepted, vault: true);
        installation.Time.Advance(TimeSpan.FromHours(24));

        KeyRotation left = EndDue();

        left.Stage.ShouldBe(RotationStage.Due);
        left.Warnings.ShouldHaveSingleItem().ShouldContain("vault: Safe/openai:a");
        installation.Stored().Find("openai:a-previous").ShouldBeNull();
        EndDue(vaults).Stage.ShouldBe(RotationStage.Ended);
        vaults.Secrets.ShouldNotContainKey(oldPlace);
    }

    [Fact]
    public void A_secret_with_a_name_that_somebody_gave_it_stays_in_its_vault()
    {
        VaultSecret oldPlace = new("Safe", "our-openai-key");
        vaults.Secrets[oldPlace] = new Secret(Old);
        Stored(new StoreBuilder().ApiKeyAt("openai:a", SecretReference.To(oldPlace)));

        KeyRotation rotation = Complete(StartInVault("openai:a"), Accepted, TimeSpan.Zero, vault: true);

        rotation.Warnings.ShouldHaveSingleItem().ShouldContain("Remove-Secret -Vault 'Safe' -Name 'our-openai-key'");
        vaults.Secrets.ShouldContainKey(oldPlace);
    }

    [Fact]
    public void A_way_back_takes_the_new_secret_out_of_the_vault()
    {
        VaultSecret oldPlace = new("Safe", "openai:a");
        vaults.Secrets[oldPlace] = new Secret(Old);
        Stored(new StoreBuilder().ApiKeyAt("openai:a", SecretReference.To(oldPlace)));
        Complete(StartInVault("openai:a"), Accepted, vault: true);

        Undo(vaults);

        vaults.Secrets.Keys.ShouldBe([oldPlace]);
        installation.Stored().Find("openai:a")!.Reference.ShouldBe(SecretReference.To(oldPlace));
    }

    [Fact]
    public void A_vault_can_take_over_from_the_store_with_a_rotation()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));

        OpenRotation started = Rotations(vaults).Start(installation.Agent("main"), new RotationRequest("openai:a") { Vault = new VaultDestination(vaults, "Safe") }, new Secret(New), Cancellation);
        Complete(started, Accepted, vault: true);

        installation.Stored().Find("openai:a")!.Reference!.IsInVault.ShouldBeTrue();
        installation.Stored().Find("openai:a")!.HasPlainSecret.ShouldBeFalse();
    }

    [Fact]
    public void A_vault_that_takes_nothing_leaves_nothing_of_the_rotation()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        vaults.Secrets[new VaultSecret("Safe", "taken")] = new Secret("theirs");

        Should.Throw<MoltbotException>(() => Rotations(vaults).Start(installation.Agent("main"), new RotationRequest("openai:a") { Vault = new VaultDestination(vaults, "Safe", "taken") }, new Secret(New), Cancellation)).Code.ShouldBe(ErrorCode.SecretExists);

        Rotations().All().ShouldBeEmpty();
    }

    [Fact]
    public void What_cannot_be_read_is_no_list_of_rotations()
    {
        Stored(new StoreBuilder().ApiKey("openai:a", Old));
        installation.File(".clawdbot/credentials/rotations/0123.json", "{}");

        Should.Throw<MoltbotException>(() => Rotations().All()).Code.ShouldBe(ErrorCode.StoreUnreadable);
    }

    private string Stored(StoreBuilder store)
    {
        installation.Store(store);
        return File.ReadAllText(installation.StorePath());
    }

    private InstallationRotations Rotations(ISecretVaults? with = null) => installation.Open().OpenRotations(with);

    private OpenRotation Start(string profileId, string key = New) => Start(new RotationRequest(profileId), key);

    private OpenRotation Start(RotationRequest request, string key) => Rotations().Start(installation.Agent("main"), request, new Secret(key), Cancellation);

    private OpenRotation StartInVault(string profileId) => Rotations(vaults).Start(installation.Agent("main"), new RotationRequest(profileId), new Secret(New), Cancellation);

    private OpenRotation Open(string profileId) => Rotations().Open(installation.Agent("main"), profileId, SecretResolver.None);

    private KeyRotation Complete(OpenRotation rotation, CredentialProbe? probe, TimeSpan? keepFor = null, bool vault = false) => Rotations(vault ? vaults : null).Complete(rotation, probe, keepFor, Cancellation);

    private KeyRotation Undo(ISecretVaults? with = null) => Rotations(with).Undo(installation.Agent("main"), "openai:a", Cancellation);

    private KeyRotation EndDue(ISecretVaults? with = null) => Rotations(with).End(Rotations(with).FindDue().ShouldHaveSingleItem(), Cancellation);

    private static CredentialProbe Probe(ProbeState state, string? message = null) =>
        new(new ProbeOutcome(new ProbeVerdict(state, Message: message), ProbeLevel.List)) { StateDirectory = "/", Agent = "main", Provider = "openai", Label = "given", Source = "given" };

    private string Record() => File.ReadAllText(Directory.GetFiles(installation.Home[".clawdbot/credentials/rotations"]).Single());

    private string Normal() => File.ReadAllText(installation.StorePath());

    private string[] Candidates() => [.. installation.Agent("main").GetCandidates(ProviderId.Parse("openai"))];
}
