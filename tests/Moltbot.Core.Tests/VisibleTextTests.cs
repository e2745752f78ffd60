using Moltbot.Core.Text;

namespace Moltbot.Core.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("\u001b]0;title\u0007", @"\u001b]0;title\u0007")]
    [InlineData("a\r\nb\tc", @"a\u000d\u000ab\u0009c")]
    [InlineData("\0\u007f\u0080\u009b", @"\u0000\u007f\u0080\u009b")]
    [InlineData("\u2028\u2029", @"\u2028\u2029")]
    [InlineData("\u202eabc\u2066\u200b\ufeff\u00ad", @"\u202eabc\u2066\u200b\ufeff\u00ad")]
    [InlineData("\ufdd0\uffff", @"\ufdd0\uffff")]
    [InlineData("\udb40\udc41", @"\udb40\udc41")]
    public void What_cannot_be_seen_is_written_out(string text, string shown)
    {
        VisibleText.Of(text).ShouldBe(shown);
        VisibleText.OfSentence(text).ShouldBe(shown);
        VisibleText.IsVisible(text).ShouldBeFalse();
    }

    [Fact]
    public void Half_a_character_is_written_out() => VisibleText.Of("\ud83dx\ude00\ud83d\ude00").ShouldBe("\\ud83dx\\ude00\ud83d\ude00");

    [Theory]
    [InlineData("")]
    [InlineData("anthropic:work (someone@example.com)")]
    [InlineData(@"C:\users\me")]
    [InlineData("ключ für 会社 😀 ─ │ é")]
    [InlineData("token=0, OPENAI_API_KEY=sk-ab...yz")]
    [InlineData("sk-test-...99999999")]
    [InlineData("github_p...99999999")]
    public void What_can_be_seen_stays_as_it_is(string text)
    {
        VisibleText.Of(text).ShouldBeSameAs(text);
        VisibleText.IsVisible(text).ShouldBeTrue();
    }

    [Theory]
    [InlineData("disabled:sk-ant-api03-0123456789abcdef 5h", "disabled:*** 5h")]
    [InlineData("""{"type":"api_key","key":"anything"}""", """{"type":"api_key","key":"***"}""")]
    [InlineData("exec: op:ghp_0123456789abcdefghijklmn", "exec: op:***")]
    [InlineData("https://me:pass-word@example.com", "https://me:***@example.com")]
    public void A_secret_is_hidden_wherever_it_stands(string text, string shown) => VisibleText.Of(text).ShouldBe(shown);

    /// <summary>One of each shape, so that the look at how they begin misses none.</summary>
    [Theory]
    [InlineData("SK-abcdefgh12345678")]
    [InlineData("sk_live_0123456789abcdef")]
    [InlineData("pk-0123456789abcdef0123")]
    [InlineData("AIzaSyA0123456789012345678901234567890")]
    [InlineData("ghp_0123456789abcdefghijklmn")]
    [InlineData("github_pat_0123456789abcdefghijklmn")]
    [InlineData("xoxb-0123456789-abcdef")]
    [InlineData("xapp-0123456789-abcdef")]
    [InlineData("gsk_0123456789abcdef0123")]
    [InlineData("pplx-0123456789abcdef0123")]
    [InlineData("npm_0123456789abcdef0123")]
    [InlineData("ya29.0123456789abcdef0123")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc")]
    [InlineData("hf_0123456789abcdef0123")]
    [InlineData("xai-0123456789abcdef0123")]
    [InlineData("12345678:0123456789abcdefghijklmn")]
    [InlineData("Bearer 0123456789abcdefghij")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz")]
    public void Every_shape_is_hidden_within_a_name(string secret)
    {
        string shown = VisibleText.Of($"of {secret} and more");

        shown.ShouldContain("***");
        shown.ShouldNotContain(secret[^8..]);
    }
}
