using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

/// <summary>Imports whose secret goes into a vault.</summary>
public sealed class VaultImportTests : IDisposable
{
    private static readonly ProviderId Provider = ProviderId.Parse("zai");
    private static readonly VaultSecret Place = new("Safe", "zai:default");
    private static readonly Secret Key = new("FAKE-key-0123456789");

    private readonly TemporaryInstallation installation = new();
    private readonly FakeVaults vaults = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void The_vault_gets_the_secret_and_the_profile_a_reference()
    {
        ImportedProfile imported = Import();

        AuthProfile stored = installation.Stored().Find("zai:default")!;
        (stored.Reference, stored.HasPlainSecret).ShouldBe((SecretReference.To(Place), false));
        imported.Reference.ShouldBe(stored.Reference);
        vaults.Secrets[Place].ShouldBe(Key);
        vaults.Metadata[Place]["Kind"].ShouldBe("api_key");
    }

    [Fact]
    public void A_profile_whose_secret_is_in_the_vault_comes_before_the_environment()
    {
        installation.Variable("ZAI_API_KEY", "k");

        Import().Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_key_that_the_env_file_would_get_goes_into_a_profile() =>
        Import(new ApiKeyImport { Provider = ProviderId.Parse("openai") }).ProfileId.ShouldBe("openai:default");

    [Fact]
    public void The_env_file_and_a_vault_exclude_each_other() =>
        Code(() => Import(new ApiKeyImport { Provider = Provider, Destination = ApiKeyDestination.EnvironmentFile })).ShouldBe(ErrorCode.InvalidArgument);

    [Fact]
    public void A_new_secret_takes_the_place_of_the_profiles_own()
    {
        VaultSecret own = new("Safe", "under another name");
        vaults.Secrets[own] = new Secret("the old key");
        installation.Store(new StoreBuilder().ApiKeyAt("zai:default", SecretReference.To(own)));

        Import().Notes.ShouldNotContain(note => note.Obstacle == ImportNoteKind.SecretLeftBehind);

        vaults.Secrets.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(own, Key));
    }

    [Fact]
    public void And_comes_back_when_the_store_cannot_be_written()
    {
        vaults.Secrets[Place] = new Secret("the old key");
        installation.Store(new StoreBuilder().ApiKeyAt("zai:default", SecretReference.To(Place)));
        bool isFirst = true;
        vaults.BeforePut = _ =>
        {
            if (isFirst)
                installation.Store("{oops");
            isFirst = false;
        };

        Code(() => Import()).ShouldBe(ErrorCode.StoreUnreadable);

        vaults.Secrets[Place].Reveal().ShouldBe("the old key");
    }

    [Fact]
    public void A_secret_in_another_place_is_left_there_and_named()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("zai:default", SecretReference.To(new VaultSecret("Other", "zai"))));

        Import().Notes.ShouldContain(note => note.Obstacle == ImportNoteKind.SecretLeftBehind && note.Message.Contains("vault: Other/zai"));
    }

    [Fact]
    public void Profile_and_secret_are_taken_back_when_the_configuration_cannot_be_changed()
    {
        installation.Configuration("{}");
        vaults.BeforePut = _ => installation.Configuration("{ agents: 3 }");

        MoltbotException error = Should.Throw<MoltbotException>(() => Import());

        error.Message.ShouldContain("The profile zai:default was taken back");
        vaults.Secrets.ShouldBeEmpty();
    }

    [Fact]
    public void The_check_changes_nothing()
    {
        string before = installation.Store(new StoreBuilder().ApiKey("zai:a")).Home.Fingerprint();

        installation.Agent().Profiles.CheckApiKey(InVault(new ApiKeyImport { Provider = Provider }), Key).ShouldBe("zai:default");

        installation.Home.Fingerprint().ShouldBe(before);
        vaults.Secrets.ShouldBeEmpty();
    }

    [Fact]
    public void A_removed_profile_says_where_its_secret_still_is()
    {
        Import();

        installation.Agent().Profiles.Remove("zai:default", TestContext.Current.CancellationToken).Warnings.ShouldHaveSingleItem().ShouldContain("still at vault: Safe/zai:default");
    }

    private ImportedProfile Import(ApiKeyImport? import = null) =>
        installation.Agent().Profiles.ImportApiKey(InVault(import ?? new ApiKeyImport { Provider = Provider }), Key, TestContext.Current.CancellationToken).Profile!;

    private ApiKeyImport InVault(ApiKeyImport import) => import with { Options = new() { Vault = new VaultDestination(vaults, "Safe") } };

    private static ErrorCode Code(Action action) => Should.Throw<MoltbotException>(action).Code;
}
