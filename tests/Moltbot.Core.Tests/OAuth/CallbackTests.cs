using Moltbot.Core.Errors;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.OAuth;

public sealed class CallbackTests
{
    private const string State = "state-1";
    private const string Code = "the-code";

    private readonly Callback callback = new(new Uri("http://localhost:1455/auth/callback"), State, "auth.example.com", new LoopbackWords("No code", "Wrong state"), ProviderId.Parse("openai-codex"));

    [Fact]
    public async Task The_right_callback_brings_its_code()
    {
        LoopbackReply reply = callback.Answer($"/auth/callback?code={Code}&state={State}");

        reply.Status.ShouldBe(200);
        reply.Text.ShouldContain("You can close this window");
        reply.Text.ShouldNotContain(Code);
        reply.Text.ShouldNotContain(State);
        (await callback.Code).Code.ShouldBe(Code);
    }

    [Theory]
    [InlineData("/", 404)]
    [InlineData("/favicon.ico", 404)]
    [InlineData("/auth/callback/?code=c&state=state-1", 404)]
    [InlineData("/auth/callback", 400)]
    [InlineData("/auth/callback?code=c", 400)]
    [InlineData("/auth/callback?code=c&state=", 400)]
    [InlineData("/auth/callback?code=c&state=state-2", 400)]
    [InlineData("/auth/callback?code=c&state=STATE-1", 400)]
    [InlineData("/auth/callback?code=c&state=state-2&state=state-1", 400)]
    [InlineData("/auth/callback?state=state-1", 400)]
    [InlineData("/auth/callback?error=access_denied", 400)]
    [InlineData("/auth/callback?error=access_denied&state=state-2", 400)]
    [InlineData("/auth/callback?code=c&state=state-1&iss=https%3A%2F%2Fevil.example.org", 400)]
    [InlineData("/auth/callback?code=c&state=state-1&iss=nonsense", 400)]
    public void What_is_not_of_this_sign_in_is_passed_over(string target, int status)
    {
        callback.Answer(target).Status.ShouldBe(status);

        callback.Code.IsCompleted.ShouldBeFalse();
        callback.Answer($"/auth/callback?code={Code}&state={State}").Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("https://auth.example.com")]
    [InlineData("https://auth.example.com/")]
    [InlineData("https://id.example.com/realm")]
    public void An_issuer_that_is_the_provider_is_right(string issuer) =>
        callback.Answer($"/auth/callback?code={Code}&state={State}&iss={Uri.EscapeDataString(issuer)}").Status.ShouldBe(200);

    [Fact]
    public void A_code_is_taken_once()
    {
        callback.Answer($"/auth/callback?code={Code}&state={State}");

        callback.Answer($"/auth/callback?code=other&state={State}").Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_refusal_is_told_in_plain_words()
    {
        LoopbackReply reply = callback.Answer($"/auth/callback?error=access_denied&error_description=The+owner+said+no&state={State}");

        reply.IsPage.ShouldBeFalse();
        MoltbotException error = await Should.ThrowAsync<MoltbotException>(callback.Code);
        error.Code.ShouldBe(ErrorCode.SignInDenied);
        error.Subject.ShouldBe("openai-codex");
        error.Message.ShouldBe("The sign-in was refused: access_denied (The owner said no). Start the sign-in again.");
    }

    [Fact]
    public async Task What_a_refusal_says_cannot_hurt_a_terminal_or_a_page()
    {
        LoopbackReply reply = callback.Answer($"/auth/callback?error=%3Cscript%3E%1B%5B2J{new string('x', 5000)}&state={State}");

        reply.IsPage.ShouldBeFalse();
        reply.Text.Length.ShouldBeLessThan(300);
        reply.Text.ShouldNotContain('\u001b');
        (await Should.ThrowAsync<MoltbotException>(callback.Code)).Message.ShouldNotContain('\u001b');
    }
}
