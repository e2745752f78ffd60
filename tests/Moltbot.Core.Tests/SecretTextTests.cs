using Moltbot.Core.Text;

namespace Moltbot.Core.Tests;

/// <summary>What is taken for a secret, whatever stands around it. What a pattern may begin with is looked for before it is asked.</summary>
public class SecretTextTests
{
    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("Token\u00A0abc")]
    [InlineData("Authorization: Bearer abc")]
    [InlineData("x-api-key: abc")]
    [InlineData("x-api-key :abc")]
    [InlineData("export A_KEY=abc")]
    [InlineData("set A_KEY = abc")]
    [InlineData("setx A_KEY abc")]
    [InlineData("setx /m A_KEY abc")]
    [InlineData("$env:A_KEY = 'abc'")]
    [InlineData("\"apiKey\": \"abc\",")]
    [InlineData("A_KEY: abc")]
    [InlineData("A_KEY=abc")]
    [InlineData("\u201Ea\u200Bbc\u201C")]
    [InlineData("abc")]
    public void What_was_copied_along_is_taken_away(string pasted) => SecretText.Heal(pasted).ShouldBe("abc");

    [Theory]
    [InlineData("$NAME")]
    [InlineData("${NAME}")]
    [InlineData("$env:NAME")]
    [InlineData("%NAME%")]
    [InlineData("export NAME")]
    [InlineData("set\tNAME")]
    [InlineData("setx NAME")]
    [InlineData("$env:NAME;")]
    [InlineData("claude setup-token")]
    [InlineData("openclaw doctor")]
    [InlineData("your-api-key-here")]
    [InlineData("YOUR_API_KEY")]
    [InlineData("sk-your-key")]
    [InlineData("SK-Your key")]
    [InlineData("s\u212A-your-key")]
    [InlineData("my-token")]
    [InlineData("the_secret")]
    [InlineData("Insert key")]
    [InlineData("paste-token-here")]
    [InlineData("xxxx")]
    [InlineData("sk-XXXX-xx")]
    [InlineData("a b")]
    [InlineData("a\u202Fb")]
    public void What_cannot_be_a_secret_is_told(string text) => SecretText.IsImpossible(text).ShouldBeTrue();

    [Theory]
    [InlineData("sk-ant-api03-abcdef")]
    [InlineData("settled")]
    [InlineData("set-abc")]
    [InlineData("exported")]
    [InlineData("my")]
    [InlineData("xai-abcd1234")]
    [InlineData("sk-your")]
    [InlineData("a%b%")]
    [InlineData("a$b")]
    public void What_may_be_one_is_left_alone(string text) => SecretText.IsImpossible(text).ShouldBeFalse();
}
