using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Tests.Secrets;

public sealed class SecretTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1000);

    [Fact]
    public void A_secret_does_not_show_itself()
    {
        Secret secret = new("sk-ant-api03-abcdefghijklmnopqrstuvwxyz");

        secret.ToString().ShouldBe("***");
        $"{secret}".ShouldBe("***");
        string.Format(CultureInfo.InvariantCulture, "{0}", secret).ShouldBe("***");
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData(" \t\u00A0", "missing")]
    [InlineData("a", "***")]
    [InlineData("1234567890123456", "***")]
    [InlineData("12345678901234567", "12...67")]
    [InlineData("  12345678901234567 ", "12...67")]
    [InlineData("123456789012345678901234", "1234...1234")]
    [InlineData("123456789012345678901234567890123456789012345678", "12345678...12345678")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "12345678...34567890")]
    public void A_mask_shows_the_ends_of_long_secrets_only(string secret, string mask) => new Secret(secret).Mask().ShouldBe(mask);

    [Fact]
    public void A_mask_shows_at_most_a_third() => Check.One(Many, Prop.ForAll(Secrets.ToArbitrary(), secret =>
    {
        string mask = new Secret(secret).Mask();
        return mask is "missing" or "***" || (mask.Length - "...".Length) * 3 <= secret.Length;
    }));

    [Fact]
    public void A_mask_shows_nothing_of_a_short_secret() => Check.One(Many, Prop.ForAll(Secrets.ToArbitrary(), secret =>
        EcmaScriptText.Trim(secret).Length > 16 || new Secret(secret).Mask() is "missing" or "***"));

    [Fact]
    public void A_mask_holds_whole_characters() => Check.One(Many, Prop.ForAll(Secrets.ToArbitrary(), secret =>
        IsWellFormed(new Secret(secret).Mask())));

    [Fact]
    public void Secrets_are_equal_by_their_text()
    {
        new Secret("a").ShouldBe(new Secret("a"));
        (new Secret("a") == new Secret("b")).ShouldBeFalse();
        (new Secret("a") != new Secret("b")).ShouldBeTrue();
        default(Secret).ShouldBe(new Secret(""));
        new Secret("a").GetHashCode().ShouldBe(new Secret("a").GetHashCode());
    }

    [Fact]
    public void The_text_is_there_for_who_asks_for_it() => new Secret(" a ").Reveal().ShouldBe(" a ");

    private static Gen<string> Secrets =>
        from length in Gen.Choose(0, 100)
        from pieces in Gen.Elements("a", "Z", "9", "-", "_", " ", "é", "🔑", "語").ArrayOf(length)
        select string.Concat(pieces);

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}
