using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Selection;

/// <summary>The credential that an agent's next run would use (docs/gateway/errors.md §3).</summary>
public sealed class AgentCredentialsTests : IDisposable
{
    private static readonly SecretReference InVault = SecretReference.To(new VaultSecret("SecretStore", "openai"));

    private readonly TemporaryInstallation installation = new();
    private readonly FakeSecretSource vaults = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_secret_in_a_vault_is_used_and_wins_over_the_plain_one_beside_it()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault, key: "plain"));

        CredentialInUse credential = Credentials().OfProvider("openai");

        credential.Value!.Value.Reveal().ShouldBe("secret of SecretStore/openai");
        (credential.ProfileId, credential.ModeName, credential.Source, credential.Place).ShouldBe(("openai:a", "api-key", "profile:openai:a", "vault: SecretStore/openai"));
    }

    [Fact]
    public void A_token_in_a_vault_is_used_until_it_expires()
    {
        installation.Store(new StoreBuilder().TokenAt("anthropic:a", InVault, expires: Now.AddHours(1)));
        Credentials().OfProvider("anthropic").ExpiresAt.ShouldBe(Now.AddHours(1));

        installation.Time.Advance(TimeSpan.FromHours(2));

        Code(() => Credentials().OfProvider("anthropic")).ShouldBe(ErrorCode.CredentialExpired);
        Code(() => Credentials().OfProfile("anthropic:a")).ShouldBe(ErrorCode.CredentialExpired);
    }

    [Fact]
    public void A_secret_that_cannot_be_had_gives_way_to_the_next_profile_and_is_named()
    {
        vaults.Answers["SecretStore/openai"] = new FetchedSecret(SecretErrors.Locked("SecretStore"));
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault).ApiKey("openai:b", "plain").Order("openai", "openai:a", "openai:b"));

        CredentialInUse credential = Credentials().OfProvider("openai");

        credential.ProfileId.ShouldBe("openai:b");
        credential.PassedOver.ShouldHaveSingleItem().Code.ShouldBe(ErrorCode.VaultLocked);
    }

    [Fact]
    public void Where_there_is_a_profile_the_environment_does_not_take_its_place()
    {
        vaults.Answers["SecretStore/openai"] = new FetchedSecret(SecretErrors.Locked("SecretStore"));
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault)).Variable("OPENAI_API_KEY", "from-env");

        Code(() => Credentials().OfProvider("openai")).ShouldBe(ErrorCode.VaultLocked);
    }

    [Fact]
    public void Where_there_is_none_the_environment_serves()
    {
        installation.Variable("OPENAI_API_KEY", "from-env");

        CredentialInUse credential = Credentials().OfProvider("openai");

        (credential.Source, credential.Value!.Value.Reveal(), credential.ProfileId).ShouldBe(("env: OPENAI_API_KEY", "from-env", null));
    }

    [Fact]
    public void A_profile_that_rests_is_passed_over_and_all_that_rest_are_an_error()
    {
        installation.Store(new StoreBuilder().ApiKey("openai:a").ApiKey("openai:b").Usage("openai:a", cooldownUntil: Now.AddHours(2)));
        Credentials().OfProvider("openai").ProfileId.ShouldBe("openai:b");

        installation.Store(new StoreBuilder().ApiKey("openai:a").Usage("openai:a", cooldownUntil: Now.AddHours(2)));

        MoltbotException error = Should.Throw<MoltbotException>(() => Credentials().OfProvider("openai"));
        (error.Code, error.Subject).ShouldBe((ErrorCode.CredentialInCooldown, "openai:a"));
        error.Message.ShouldContain("2026-01-28 14:00:00Z");
        Credentials().OfProfile("openai:a").ProfileId.ShouldBe("openai:a");
    }

    [Fact]
    public void Without_anything_there_is_no_credential() => Code(() => Credentials().OfProvider("openai")).ShouldBe(ErrorCode.CredentialNotFound);

    [Fact]
    public void A_profile_that_is_not_there_is_named() => Code(() => Credentials().OfProfile("openai:x")).ShouldBe(ErrorCode.ProfileNotFound);

    [Fact]
    public void Several_providers_need_one_pass()
    {
        StoreBuilder store = new();
        string[] providers = [.. Enumerable.Range(0, 10).Select(i => $"p{i}")];
        foreach (string provider in providers)
            store.ApiKeyAt($"{provider}:a", SecretReference.To(new VaultSecret("SecretStore", provider)));

        installation.Store(store);
        AgentCredentials credentials = Credentials();

        credentials.Fetch(providers, []);

        providers.Select(provider => credentials.OfProvider(provider).Value!.Value.Reveal()).ShouldBe(providers.Select(provider => $"secret of SecretStore/{provider}"));
        vaults.Passes.ShouldHaveSingleItem().Count.ShouldBe(10);
    }

    [Fact]
    public void Asking_changes_no_file()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault));
        string before = installation.Home.Fingerprint();

        Credentials().OfProvider("openai");

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private AgentCredentials Credentials()
    {
        MoltbotInstallation opened = installation.Open();
        return opened.MainAgent.OpenCredentials(opened.OpenSecrets(vaults, CancellationToken.None));
    }

    private static ErrorCode Code(Action action) => Should.Throw<MoltbotException>(action).Code;
}
