using Moltbot.AuthorizationServer;
using Moltbot.Core.Errors;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>Against a real authorization server.</summary>
public sealed class DeviceCodeSignInTests : IAsyncLifetime
{
    private static readonly SignInProvider Qwen = SignInProvider.Find(ProviderId.Parse("qwen-portal"))!;

    private SignInHouse house = null!;

    public async ValueTask InitializeAsync() => house = await SignInHouse.BuildAsync(
        new RegisteredClient("f0304373b74a44d2b584a3fb70ca9e56"), [("qwen-portal", "https://chat.qwen.ai")]);

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task A_code_that_is_entered_signs_in()
    {
        BrowsingPerson person = new(house.Browser) { HasBrowser = false, SignsInElsewhere = true };

        SignedIn signedIn = await new DeviceCodeSignIn(Qwen, house.SurroundingsWith(person)).RunAsync(TestContext.Current.CancellationToken);

        signedIn.ProfileId.ShouldBe("qwen-portal:default");
        signedIn.Entry["refresh"]!.GetValue<string>().ShouldNotBeEmpty();
        SignInPage page = person.Pages.ShouldHaveSingleItem();
        page.Code.ShouldNotBeNullOrEmpty();
        page.Until.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_says_no_is_told_so()
    {
        BrowsingPerson person = new(house.Browser) { HasBrowser = false, SignsInElsewhere = true, Denies = true };

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() =>
            new DeviceCodeSignIn(Qwen, house.SurroundingsWith(person)).RunAsync(TestContext.Current.CancellationToken));

        error.Code.ShouldBe(ErrorCode.SignInDenied);
    }
}
