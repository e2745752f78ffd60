using Moltbot.Core.Probing;

namespace Moltbot.Core.Tests.Probing;

public sealed class HiddenSecretsTests
{
    private const string Secret = "qq+long/secret=that-is-hidden-9";

    [Theory]
    [InlineData("there is no qq+long/secret=that-is-hidden-9.", "there is no ***.")]
    [InlineData("?key=qq%2Blong%2Fsecret%3Dthat-is-hidden-9", "?key=***")]
    [InlineData("this qq+long/...hidden-9 is wrong", "this ***...*** is wrong")]
    [InlineData("QQ+LONG/SECRET=THAT-IS-HIDDEN-9", "***")]
    [InlineData("nothing of it", "nothing of it")]
    public void What_was_sent_is_hidden_in_every_form(string text, string shown) => new HiddenSecrets([Secret]).Hide(text).ShouldBe(shown);

    [Fact]
    public void Other_secrets_and_control_characters_are_not_shown_either() =>
        new HiddenSecrets([]).Hide("try sk-abcdefghijklmnopqrstuv\u001b[31m\nagain").ShouldBe("try *** [31m again");
}
