using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>Where JavaScript's rules for text differ from .NET's, the gateway's count.</summary>
public sealed class EcmaScriptTextTests
{
    [Theory]
    [InlineData("\uFEFF\u00A0 a b \u2029\u3000", "a b")]
    [InlineData("\u0085a\u0085", "\u0085a\u0085")]
    [InlineData("\u180Ea\u200B", "\u180Ea\u200B")]
    [InlineData("\t\n\v\f\r", "")]
    [InlineData("", "")]
    public void Trimming_takes_what_JavaScript_calls_white_space(string text, string expected) =>
        EcmaScriptText.Trim(text).ShouldBe(expected);

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("\u2003\uFEFF", true)]
    [InlineData("\u0085", false)]
    [InlineData(" . ", false)]
    public void A_text_is_blank_when_nothing_remains(string? text, bool blank) => EcmaScriptText.IsBlank(text).ShouldBe(blank);

    [Theory]
    [InlineData("OpenAI-É", "openai-é")]
    [InlineData("\u0130X\u0130", "i\u0307xi\u0307")]
    [InlineData("\u212A\u017F\u0131", "k\u017F\u0131")]
    [InlineData("ΑΣ ΣΑΣ Σ", "ας σας σ")]
    [InlineData("ΑΣ.Β ΑΣ. ΑΣ\u0301", "ασ.β ας. ας\u0301")]
    [InlineData("1Σ", "1σ")]
    [InlineData("", "")]
    public void Lower_case_is_that_of_no_language(string text, string expected)
    {
        if (text.Contains('\u212A'))
            Wine.Lacks(Wine.Languages);

        EcmaScriptText.ToLower(text).ShouldBe(expected);
    }
}
