using Moltbot.AuthorizationServer;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>Against a real server that answers what providers do beside the standard.</summary>
public sealed class ProviderAnswersTests : IAsyncLifetime
{
    private const string WslKernel = "Linux version 5.15.167.4-microsoft-standard-WSL2";

    private static readonly RegisteredClient Client = new("1-of-a-person.apps.googleusercontent.com", "http://localhost:8085/oauth2callback");

    private SignInHouse house = null!;

    public async ValueTask InitializeAsync() => house = await SignInHouse.BuildAsync(
        Client,
        [.. ((string[])["https://accounts.google.com", "https://oauth2.googleapis.com", "https://www.googleapis.com", "https://cloudcode-pa.googleapis.com"]).Select(address => ("google-gemini-cli", address)), ("github-copilot", "https://api.github.com")],
        ("GEMINI_CLI_OAUTH_CLIENT_ID", Client.Id));

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task A_person_of_Google_without_a_project_gets_one_and_pastes_the_address_in_a_Linux_beside_Windows()
    {
        BrowsingPerson person = new(house.Browser) { SignsInElsewhere = true, Pastes = true };

        SignedIn signedIn = await new BrowserSignIn(Gemini, house.SurroundingsWith(person) with { Kernel = WslKernel }).RunAsync(TestContext.Current.CancellationToken);

        person.Opened.ShouldBeEmpty();
        person.Pages.ShouldHaveSingleItem().IsRemote.ShouldBeTrue();
        signedIn.ProfileId.ShouldBe("google-gemini-cli:ada@example.com");
        signedIn.Entry["projectId"]!.GetValue<string>().ShouldBe("project-of-the-server");
        string token = signedIn.Entry["access"]!.GetValue<string>();
        house.Server.OtherRequests.ShouldBe(
        [
            $"/v1internal:loadCodeAssist Bearer {token} " + """{"metadata":{"ideType":"IDE_UNSPECIFIED","platform":"PLATFORM_UNSPECIFIED","pluginType":"GEMINI"}}""",
            $"/v1internal:onboardUser Bearer {token} " + """{"tierId":"free-tier","metadata":{"ideType":"IDE_UNSPECIFIED","platform":"PLATFORM_UNSPECIFIED","pluginType":"GEMINI"}}""",
        ]);
    }

    [Fact]
    public async Task A_token_of_GitHub_is_exchanged_once_for_one_of_Copilots_while_that_lasts()
    {
        using TemporaryInstallation installation = new();
        CopilotTokenExchange exchange = new(house.Messages, installation.Open().Paths, installation.Time);

        CopilotToken first = await exchange.ExchangeAsync(new Secret("ghu-of-a-person"), TestContext.Current.CancellationToken);
        CopilotToken second = await exchange.ExchangeAsync(new Secret("ghu-of-a-person"), TestContext.Current.CancellationToken);

        first.Token.Reveal().ShouldStartWith("tid=made");
        first.ExpiresAt.ShouldBe(4_102_444_800_000);
        second.Token.Reveal().ShouldBe(first.Token.Reveal());
        house.Server.OtherRequests.ShouldBe(["/copilot_internal/v2/token Bearer ghu-of-a-person"]);
    }

    private static SignInProvider Gemini => SignInProvider.Find(ProviderId.Parse("google-gemini-cli"))!;
}
