using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

/// <summary>What a secret has earned, a cooldown or being disabled, is not held against the one that takes its place.</summary>
public sealed class NewSecretTests : IDisposable
{
    private const string Id = "zai:default";
    private const string Old = "the-old-key-of-zai-0123456789";
    private const string New = "the-new-key-of-zai-0123456789";
    private static readonly VaultSecret Place = new("Safe", Id);

    private readonly TemporaryInstallation installation = new();
    private readonly FakeVaults vaults = new();

    public static TheoryData<string> Rests =>
    [
        """{ "cooldownUntil": 9999999999999, "errorCount": 3, "failureCounts": { "rate_limit": 3 }, "lastFailureAt": 1, "lastUsed": 7 }""",
        """{ "disabledUntil": 9999999999999, "disabledReason": "billing", "errorCount": 1, "failureCounts": { "billing": 1 }, "lastUsed": 7 }""",
        """{ "cooldownUntil": 9999999999999, "disabledUntil": 9999999999998, "disabledReason": "billing", "errorCount": 4, "lastUsed": 7 }""",
    ];

    public void Dispose() => installation.Dispose();

    [Theory]
    [MemberData(nameof(Rests))]
    public void A_new_secret_is_used_at_once_and_it_is_said_what_has_ended(string rest)
    {
        Store(new StoreBuilder().ApiKey(Id, Old), rest);

        ImportNote note = Import(New).Notes.ShouldHaveSingleItem();

        note.Obstacle.ShouldBe(ImportNoteKind.RestEnded);
        note.Message.ShouldMatch($"^{Id} was (in cooldown|disabled for billing) until .*Z\\. The old secret had earned that, so it is over\\.$");
        Usage().ToJsonString().ShouldBe("""{"lastUsed":7,"errorCount":0}""");
        installation.Agent().ExplainCandidates(ProviderId.Parse("zai"), installation.Open().OpenSecrets(null, TestContext.Current.CancellationToken)).Chosen!.ProfileId.ShouldBe(Id);
    }

    [Theory]
    [MemberData(nameof(Rests))]
    public void The_same_secret_has_still_earned_it_and_it_is_said_what_ends_that(string rest)
    {
        Store(new StoreBuilder().ApiKey(Id, Old), rest);

        ImportNote note = Import(Old).Notes.ShouldHaveSingleItem();

        note.Obstacle.ShouldBe(ImportNoteKind.Resting);
        note.Message.ShouldEndWith(rest.Contains("disabledUntil", StringComparison.Ordinal)
            ? "which the same secret has earned. `moltbot models auth cooldown clear --disabled` ends that at once."
            : "which the same secret has earned. `moltbot models auth cooldown clear` ends that at once.");
        Usage().ToJsonString().ShouldBe(JsonNode.Parse(rest)!.ToJsonString());
    }

    [Fact]
    public void Failures_are_forgotten_without_a_word()
    {
        Store(new StoreBuilder().ApiKey(Id, Old), """{ "errorCount": 2, "failureCounts": { "auth": 2 } }""");

        Import(New).Notes.ShouldBeEmpty();

        Usage().ToJsonString().ShouldBe("""{"errorCount":0}""");
    }

    [Fact]
    public void What_an_agent_has_inherited_ends_for_its_own_secret_alone()
    {
        Store(new StoreBuilder().ApiKey(Id, Old), """{ "cooldownUntil": 9999999999999, "errorCount": 3 }""");

        ImportedCredential imported = installation.Agent("helper").Profiles.ImportApiKey(ForZai(), new Secret(New), TestContext.Current.CancellationToken);

        imported.Profile!.Notes.ShouldHaveSingleItem().Obstacle.ShouldBe(ImportNoteKind.RestEnded);
        installation.Stored("helper").Usage(Id).Json.GetRawText().ShouldNotContain("cooldownUntil");
        Usage()["errorCount"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public void A_secret_that_goes_into_a_vault_is_another_only_if_it_is()
    {
        const string rest = """{ "cooldownUntil": 9999999999999, "errorCount": 3 }""";
        Store(new StoreBuilder().ApiKey(Id, Old), rest);

        ImportToVault(Old).Notes.ShouldHaveSingleItem().Obstacle.ShouldBe(ImportNoteKind.Resting);
        ImportToVault(Old).Notes.ShouldHaveSingleItem().Obstacle.ShouldBe(ImportNoteKind.Resting);
        ImportToVault(New).Notes.ShouldHaveSingleItem().Obstacle.ShouldBe(ImportNoteKind.RestEnded);
    }

    [Fact]
    public void A_move_changes_no_secret_and_ends_nothing()
    {
        Store(new StoreBuilder().ApiKey(Id, Old), """{ "cooldownUntil": 9999999999999, "errorCount": 3 }""");

        installation.Agent().Profiles.PrepareMove(Id, new VaultDestination(vaults, "Safe"), installation.Open().OpenSecrets(vaults, TestContext.Current.CancellationToken)).Run();

        installation.Stored().Find(Id)!.Reference.ShouldBe(SecretReference.To(Place));
        Usage()["cooldownUntil"]!.GetValue<double>().ShouldBe(9999999999999);
    }

    [Fact]
    public void An_import_that_is_taken_back_leaves_the_rest_as_it_was()
    {
        const string rest = """{ "disabledUntil": 9999999999999, "disabledReason": "billing", "errorCount": 1 }""";
        Store(new StoreBuilder().ApiKey(Id, Old), rest);
        installation.Configuration("{ auth: { profiles: { 'zai:default': { provider: 'zai', mode: 'api_key' } } } }");
        NewProfile profile = new(Id, ProviderId.Parse("zai"), AuthProfileKind.ApiKey, new Secret(New));
        ProfileImport import = new(installation.Agent().Context, new ImportOptions(), _ => throw new MoltbotException(ErrorCode.WriteFailed, "The disk is full."));

        Should.Throw<MoltbotException>(() => import.Run(profile, TestContext.Current.CancellationToken));

        installation.Stored().Find(Id)!.Key.Reveal().ShouldBe(Old);
        Usage().ToJsonString().ShouldBe(JsonNode.Parse(rest)!.ToJsonString());
    }

    [Fact]
    public void A_profile_that_the_configuration_leaves_out_is_told_as_the_candidates_tell_it()
    {
        installation.Configuration("{ auth: { profiles: { 'zai:other': { provider: 'zai', mode: 'api_key' } } } }");

        ImportNote note = Import(New, new ImportOptions { NoConfig = true }).Notes.ShouldHaveSingleItem();

        note.Message.ShouldStartWith($"{Id} is not used: auth.profiles of ");
    }

    private static ApiKeyImport ForZai(ImportOptions? options = null) => new() { Provider = ProviderId.Parse("zai"), Destination = ApiKeyDestination.Profile, Options = options ?? new() };

    private ImportedProfile Import(string key, ImportOptions? options = null) =>
        installation.Agent().Profiles.ImportApiKey(ForZai(options), new Secret(key), TestContext.Current.CancellationToken).Profile!;

    private ImportedProfile ImportToVault(string key) =>
        installation.Agent().Profiles.ImportApiKey(new ApiKeyImport { Provider = ProviderId.Parse("zai"), Options = new() { Vault = new VaultDestination(vaults, "Safe") } }, new Secret(key), TestContext.Current.CancellationToken).Profile!;

    private void Store(StoreBuilder store, string rest) => installation.Store(store.Member("usageStats", new JsonObject { [Id] = JsonNode.Parse(rest) }));

    private JsonObject Usage() => JsonNode.Parse(installation.Stored().Usage(Id).Json.GetRawText())!.AsObject();
}
