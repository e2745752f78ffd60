using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Importing;

/// <summary>Secrets of which only a name is known and what a user of a vault says about them.</summary>
public sealed class DescribedImportTests : IDisposable
{
    private static readonly Secret Value = new("FAKE-secret-0123456789");
    private static readonly Secret SetupTokenValue = new("sk-ant-oat01-FAKE-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789");

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_name_says_the_provider_and_a_secret_is_a_key() => Import("zai:work").ShouldBe("zai ApiKey");

    [Fact]
    public void A_setup_token_is_a_token() => Import("anthropic:work", SetupTokenValue).ShouldBe("anthropic Token");

    [Fact]
    public void What_is_said_counts_more() =>
        Import("mine", new() { Provider = "Z.AI", Kind = "token", ExpiresAt = Now.AddDays(1), SaysExpiry = true }).ShouldBe("zai Token");

    [Fact]
    public void What_is_there_stays_what_it_is()
    {
        installation.Store(new StoreBuilder().Token("mine", provider: "zai", expires: Now.AddDays(1)));

        Import("mine").ShouldBe("zai Token");

        installation.Stored().Find("mine")!.Expires.ShouldBeNull();
    }

    [Fact]
    public void The_same_secret_again_keeps_its_expiry()
    {
        installation.Store(new StoreBuilder().Token("zai:a", Value.Reveal(), Now.AddDays(1)));

        Import("zai:a");

        installation.Stored().Find("zai:a")!.Expires.ShouldBe(Now.AddDays(1).ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("nameless", null, null, ErrorCode.InvalidArgument)]
    [InlineData("zai:a", "password", null, ErrorCode.InvalidArgument)]
    [InlineData("zai:a", null, "work", ErrorCode.InvalidArgument)]
    public void What_makes_no_sense_is_refused(string name, string? kind, string? agent, ErrorCode code) =>
        Code(() => Import(name, new() { Kind = kind, Agent = agent })).ShouldBe(code);

    [Fact]
    public void A_secret_that_is_kept_elsewhere_is_not_replaced()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("zai:a", SecretReference.To(new VaultSecret("Safe", "a"))));

        Code(() => Import("zai:a")).ShouldBe(ErrorCode.SecretElsewhere);
    }

    [Fact]
    public void A_sign_in_is_not_replaced()
    {
        installation.Store(new StoreBuilder().OAuth("zai:a"));

        Code(() => Import("zai:a")).ShouldBe(ErrorCode.ProfileOfOtherKind);
    }

    [Fact]
    public void The_expiry_of_a_token_is_set_and_taken_away()
    {
        installation.Store(new StoreBuilder().Token("zai:a"));

        Describe(new() { ExpiresAt = Now.AddDays(2), SaysExpiry = true, Provider = "zai", Kind = "token", ProfileId = "zai:a", Agent = "main" });
        installation.Stored().Find("zai:a")!.Expires.ShouldBe(Now.AddDays(2).ToUnixTimeMilliseconds());

        Describe(new() { SaysExpiry = true });
        installation.Stored().Find("zai:a")!.Expires.ShouldBeNull();
    }

    [Fact]
    public void A_description_does_not_change_what_a_profile_is()
    {
        string before = installation.Store(new StoreBuilder().Token("zai:a")).Home.Fingerprint();

        Code(() => Describe(new() { Kind = "api_key" })).ShouldBe(ErrorCode.InvalidArgument);
        Code(() => Describe(new() { Provider = "openai" })).ShouldBe(ErrorCode.InvalidArgument);
        Code(() => Describe(new() { ProfileId = "zai:b" })).ShouldBe(ErrorCode.InvalidArgument);
        Describe(new());

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private string Import(string name, SecretDescription? description = null) => Import(name, Value, description);

    private string Import(string name, Secret secret, SecretDescription? description = null)
    {
        installation.Agent().Profiles.ImportSecret(name, secret, description ?? new(), TestContext.Current.CancellationToken);
        AuthProfile stored = installation.Stored().Find(name)!;
        return $"{stored.Provider} {stored.Kind}";
    }

    private void Describe(SecretDescription description) => installation.Agent().Profiles.Describe("zai:a", description, TestContext.Current.CancellationToken);

    private static ErrorCode Code(Action action) => Should.Throw<MoltbotException>(action).Code;
}
