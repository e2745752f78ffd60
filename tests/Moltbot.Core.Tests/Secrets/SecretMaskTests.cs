using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Tests.Secrets;

public sealed class SecretMaskTests
{
    [Fact]
    public void A_secret_is_masked_however_the_text_is_cut()
    {
        const string Text = "key=sk-secret-1; again sk-secret-1sk-secret-1 and sk-sec";
        for (int size = 1; size < Text.Length; size++)
            Shown(Text, size, "sk-secret-1").ShouldBe("key=***; again ****** and sk-sec");
    }

    [Fact]
    public void Of_two_secrets_that_start_alike_the_longer_one_is_masked()
    {
        for (int size = 1; size < 12; size++)
            Shown("abcd abcdef abcde", size, "abcd", "abcdef").ShouldBe("*** *** ***e");
    }

    [Fact]
    public void A_whole_text_is_masked_beside_the_stream()
    {
        SecretMask mask = new([new Secret("sk-secret-1"), new Secret("sk-secret-12")]);
        mask.Write("sk-sec"u8);

        mask.Mask("a=sk-secret-12 b=sk-secret-1").ShouldBe("a=*** b=***");
        Encoding.UTF8.GetString(mask.Finish()).ShouldBe("sk-sec");
    }

    [Fact]
    public void What_cannot_be_a_secret_is_shown_at_once() =>
        Encoding.UTF8.GetString(new SecretMask([new Secret("secret")]).Write("Password: "u8)).ShouldBe("Password: ");

    [Theory]
    [InlineData("send", "send")]
    [InlineData("a secret", "a ***")]
    [InlineData("a secre", "a ")]
    public void Nothing_is_held_back_but_what_may_become_a_secret(string written, string shown) =>
        Encoding.UTF8.GetString(new SecretMask([new Secret("secret")]).Write(Encoding.UTF8.GetBytes(written))).ShouldBe(shown);

    [Fact]
    public void A_secret_is_never_shown_and_all_else_is()
    {
        Gen<string> texts = Gen.Elements('a', 'b', 'ä').ArrayOf().Select(letters => new string(letters));
        Gen<(string, int)> cases = from text in texts from size in Gen.Choose(1, 5) select (text, size);

        Prop.ForAll(cases.ToArbitrary(), one => Shown(one.Item1, one.Item2, "abäb") == one.Item1.Replace("abäb", "***", StringComparison.Ordinal)).QuickCheckThrowOnFailure();
    }

    private static string Shown(string text, int size, params string[] secrets)
    {
        SecretMask mask = new(secrets.Select(secret => new Secret(secret)));
        IEnumerable<byte> shown = Encoding.UTF8.GetBytes(text).Chunk(size).SelectMany(chunk => mask.Write(chunk)).ToArray();
        return Encoding.UTF8.GetString([.. shown, .. mask.Finish()]);
    }
}
