using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Tests.Secrets;

public sealed class VaultSecretTests
{
    [Theory]
    [InlineData("SecretStore", "openai", "SecretStore/openai")]
    [InlineData("SecretStore", "moltbot/anthropic:work", "SecretStore/moltbot/anthropic:work")]
    [InlineData("My Vault", "me@example.org", "My#20Vault/me#40example.org")]
    [InlineData("a/b", "c", "a#2Fb/c")]
    [InlineData("v", "w[1]*#", "v/w#5B1#5D#2A#23")]
    [InlineData("v", "Schlüssel", "v/Schl#C3#BCssel")]
    [InlineData("v", "../x/.", "v/#2E#2E/x/#2E")]
    [InlineData("..", "x", "0##2E#2E/x")]
    [InlineData("_v", "x", "0##5Fv/x")]
    [InlineData("v.1", ".env", "v.1/.env")]
    [InlineData("0@", "x", "0#40/x")]
    public void A_name_has_one_id_and_comes_back_from_it(string vault, string name, string id)
    {
        VaultSecret secret = new(vault, name);

        secret.ToId().ShouldBe(id);
        VaultSecret.TryParse(id).ShouldBe(secret);
        SecretReference.To(secret).IsInVault.ShouldBeTrue();
    }

    [Fact]
    public void Every_name_that_fits_comes_back_and_no_two_share_an_id()
    {
        Gen<string> names = Gen.Elements('a', '0', '.', '/', '#', ':', '@', ' ', 'é', '_', '-', '*', '2', 'E', 'F')
            .ArrayOf().Where(letters => letters.Length is > 0 and < 12).Select(letters => new string(letters)).Where(name => name.Trim().Length > 0);
        Gen<VaultSecret> secrets = from vault in names from name in names select new VaultSecret(vault, name);

        Prop.ForAll(secrets.Two().ToArbitrary(), pair =>
            VaultSecret.TryParse(pair.Item1.ToId()) == pair.Item1 && (pair.Item1.ToId() == pair.Item2.ToId()) == (pair.Item1 == pair.Item2))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("v", " ")]
    public void A_blank_name_is_refused(string vault, string name) =>
        Should.Throw<MoltbotException>(() => new VaultSecret(vault, name).ToId()).Code.ShouldBe(ErrorCode.SecretReferenceInvalid);

    [Fact]
    public void A_name_that_is_too_long_says_how_long_it_comes_to() =>
        Should.Throw<MoltbotException>(() => new VaultSecret("v", new string('ü', 60)).ToId()).Message.ShouldContain("362");

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Should.Throw<MoltbotException>(() => new VaultSecret("v", "a\ud800").ToId()).Code.ShouldBe(ErrorCode.SecretReferenceInvalid);

    [Theory]
    [InlineData("novault")]
    [InlineData("/x")]
    [InlineData("v/")]
    [InlineData("v/#4")]
    [InlineData("v/#GG")]
    [InlineData("v/#FF")]
    public void Other_ids_name_no_secret_of_a_vault(string id) => VaultSecret.TryParse(id).ShouldBeNull();
}
