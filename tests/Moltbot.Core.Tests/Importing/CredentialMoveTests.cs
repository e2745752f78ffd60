using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

/// <summary>The way of a secret from the store to a vault, and back.</summary>
public sealed class CredentialMoveTests : IDisposable
{
    private static readonly VaultSecret Place = new("Safe", "zai:a");

    private readonly TemporaryInstallation installation = new();
    private readonly FakeVaults vaults = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void To_a_vault_leaves_a_reference_in_the_store()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key").ApiKey("zai:b"));

        MovedCredential moved = ToVault("zai:a");

        AuthProfile stored = installation.Stored().Find("zai:a")!;
        stored.Reference.ShouldBe(SecretReference.To(Place));
        stored.HasPlainSecret.ShouldBeFalse();
        vaults.Secrets[Place].Reveal().ShouldBe("the key");
        vaults.Metadata[Place].Select(entry => $"{entry.Key} {entry.Value}").ShouldBe(["Provider zai", "Kind api_key", "ProfileId zai:a", "Agent main"]);
        (moved.From, moved.To, moved.HasChanged).ShouldBe((installation.StorePath(), "vault: Safe/zai:a", true));
    }

    [Fact]
    public void And_back_leaves_the_secret_in_the_vault_and_says_so()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("zai:a", SecretReference.To(Place)));
        vaults.Secrets[Place] = new Secret("the key");

        MovedCredential moved = Prepare("zai:a", destination: null).Run();

        AuthProfile stored = installation.Stored().Find("zai:a")!;
        (stored.Reference, stored.Key.Reveal()).ShouldBe((null, "the key"));
        vaults.Secrets.ShouldContainKey(Place);
        moved.Warnings.ShouldHaveSingleItem().ShouldContain("Remove-Secret -Vault 'Safe' -Name 'zai:a'");
    }

    [Theory]
    [InlineData("zai:a*b?", "zai:a%2Ab%3F")]
    [InlineData("zai:[x]", "zai:%5Bx%5D")]
    [InlineData("zai:100%", "zai:100%25")]
    [InlineData("zai:me@example.com", "zai:me@example.com")]
    public void The_name_in_the_vault_is_no_pattern(string profileId, string name)
    {
        installation.Store(new StoreBuilder().ApiKey(profileId));

        ToVault(profileId).HasChanged.ShouldBeTrue();

        vaults.Secrets.Keys.ShouldBe([new VaultSecret("Safe", name)]);
    }

    [Fact]
    public void The_secret_of_another_agent_has_the_agent_in_its_name()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"), "work");

        Prepare("zai:a", new VaultDestination(vaults, "Safe"), "work").Run();

        vaults.Secrets.Keys.ShouldBe([new VaultSecret("Safe", "work/zai:a")]);
    }

    [Fact]
    public void A_secret_that_is_not_the_profiles_own_is_not_replaced()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key"));
        vaults.Secrets[Place] = new Secret("theirs");

        Should.Throw<MoltbotException>(() => ToVault("zai:a")).Code.ShouldBe(ErrorCode.SecretExists);

        vaults.Secrets[Place].Reveal().ShouldBe("theirs");
    }

    [Fact]
    public void The_same_secret_there_already_is_taken_for_the_rest_of_a_move_that_was_cut_off()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key"));
        vaults.Secrets[Place] = new Secret("the key");

        ToVault("zai:a").HasChanged.ShouldBeTrue();
    }

    [Fact]
    public void A_vault_that_gives_back_something_else_is_left_as_it_was()
    {
        string before = installation.Store(new StoreBuilder().ApiKey("zai:a", "the key")).Home.Fingerprint();
        vaults.Keeping = _ => new Secret("something else");

        MoltbotException error = Should.Throw<MoltbotException>(() => ToVault("zai:a"));

        error.Message.ShouldContain("gives back something else. The vault \"Safe\" holds what it held before.");
        vaults.Secrets.ShouldBeEmpty();
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_profile_that_changes_meanwhile_keeps_the_change_and_the_vault_what_it_held()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key"));
        vaults.BeforePut = _ => installation.Store(new StoreBuilder().ApiKey("zai:a", "a newer key"));

        Should.Throw<MoltbotException>(() => ToVault("zai:a")).Code.ShouldBe(ErrorCode.ProfileChanged);

        vaults.Secrets.ShouldBeEmpty();
        installation.Stored().Find("zai:a")!.Key.Reveal().ShouldBe("a newer key");
    }

    [Fact]
    public void What_cannot_be_taken_out_again_is_named()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key"));
        vaults.BeforePut = _ => installation.Store("{oops");
        vaults.IsSticky = true;

        MoltbotException error = Should.Throw<MoltbotException>(() => ToVault("zai:a"));

        error.Message.ShouldContain("The vault \"Safe\" may still hold the new secret under the name \"zai:a\"");
    }

    [Fact]
    public void Preparing_changes_nothing()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key"));

        Prepare("zai:a", new VaultDestination(vaults, "Safe")).Plan.To.ShouldBe("vault: Safe/zai:a");

        vaults.Secrets.ShouldBeEmpty();
        installation.Stored().Find("zai:a")!.Reference.ShouldBeNull();
    }

    private MovedCredential ToVault(string profileId) => Prepare(profileId, new VaultDestination(vaults, "Safe")).Run();

    [Fact]
    public void Many_secrets_are_moved_by_one_change_of_the_store()
    {
        StoreBuilder store = new();
        for (int index = 0; index < 500; index++)
            store.ApiKey($"zai:{index}", $"the key {index}");

        installation.Store(store);
        int changes = 0;
        AgentContext agent = installation.Agent("main").Context;
        AgentContext counted = new(agent.Id, agent.Directory, new FaultyStore(agent.Store, () => changes++), agent.Paths, agent.ConfigurationFile, agent.Environment, agent.Clock);
        CredentialMove[] moves = [.. Enumerable.Range(0, 500).Select(index => new CredentialMove(counted, $"zai:{index}", new VaultDestination(vaults, "Safe"), SecretResolver.None))];

        CredentialMove.RunAll(moves, TestContext.Current.CancellationToken).ShouldAllBe(move => move.Failure == null);

        installation.Stored().Profiles.ShouldAllBe(profile => !profile.HasPlainSecret && profile.Reference != null);
        vaults.Secrets.Count.ShouldBe(500);
        changes.ShouldBe(1);
    }

    [Fact]
    public void What_is_wrong_with_one_keeps_none_of_the_others()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key").ApiKey("zai:b", "another").ApiKey("zai:c", "a third"));
        CredentialMove[] moves = [Prepare("zai:a", new VaultDestination(vaults, "Safe")), Prepare("zai:b", new VaultDestination(vaults, "Safe")), Prepare("zai:c", new VaultDestination(vaults, "Safe"))];
        vaults.BeforePut = place => Broken(place.Name == "zai:a");
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key").ApiKey("zai:b", "changed").ApiKey("zai:c", "a third"));

        CredentialMove.RunAll(moves, TestContext.Current.CancellationToken);

        moves.Select(move => move.Failure?.Code).ShouldBe([ErrorCode.VaultUnavailable, ErrorCode.ProfileChanged, null]);
        installation.Stored().Profiles.Select(profile => profile.HasPlainSecret).ShouldBe([true, true, false]);
        vaults.Secrets.Keys.ShouldBe([new VaultSecret("Safe", "zai:c")]);
    }

    [Fact]
    public void Two_profiles_do_not_get_one_place()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key").ApiKey("zai:b", "another"));
        CredentialMove[] moves = [Prepare("zai:a", new VaultDestination(vaults, "Safe", "same")), Prepare("zai:b", new VaultDestination(vaults, "Safe", "same"))];

        CredentialMove.RunAll(moves, TestContext.Current.CancellationToken);

        moves.Select(move => move.Failure?.Code).ShouldBe([null, ErrorCode.SecretExists]);
        vaults.Secrets[new VaultSecret("Safe", "same")].Reveal().ShouldBe("the key");
        installation.Stored().Find("zai:b")!.Key.Reveal().ShouldBe("another");
    }

    [Fact]
    public void A_profile_that_is_named_twice_is_moved_once()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key"));
        CredentialMove[] moves = [Prepare("zai:a", new VaultDestination(vaults, "Safe")), Prepare("zai:a", new VaultDestination(vaults, "Safe"))];

        CredentialMove.RunAll(moves, TestContext.Current.CancellationToken).ShouldAllBe(move => move.Failure == null);

        vaults.Secrets[Place].Reveal().ShouldBe("the key");
        installation.Stored().Find("zai:a")!.Reference.ShouldBe(SecretReference.To(Place));
    }

    [Fact]
    public void What_somebody_else_has_moved_there_meanwhile_stays_there()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "the key"));
        CredentialMove late = Prepare("zai:a", new VaultDestination(vaults, "Safe"));
        ToVault("zai:a");

        late.Run();

        vaults.Secrets[Place].Reveal().ShouldBe("the key");
        installation.Stored().Find("zai:a")!.Reference.ShouldBe(SecretReference.To(Place));
    }

    private static void Broken(bool isBroken)
    {
        if (isBroken)
            throw new MoltbotException(ErrorCode.VaultUnavailable, "The vault is broken.");
    }

    private CredentialMove Prepare(string profileId, VaultDestination? destination, string? agent = null) =>
        installation.Agent(agent).Profiles.PrepareMove(profileId, destination, installation.Open().OpenSecrets(vaults));
}
