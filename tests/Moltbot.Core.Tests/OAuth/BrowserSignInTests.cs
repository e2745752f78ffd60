using System.Net;
using System.Net.Sockets;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Errors;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>Against a real authorization server, with a real listener.</summary>
public sealed class BrowserSignInTests : IAsyncLifetime
{
    private static readonly SignInProvider Chutes = SignInProvider.Find(ProviderId.Parse("chutes"))!;

    private readonly int port = FreePort.Find();
    private SignInHouse house = null!;

    public async ValueTask InitializeAsync()
    {
        string redirect = $"http://127.0.0.1:{port}/oauth-callback";
        house = await SignInHouse.BuildAsync(
            new RegisteredClient("cid_test", redirect),
            [("chutes", "https://api.chutes.ai")],
            ("CHUTES_CLIENT_ID", "cid_test"),
            ("CHUTES_OAUTH_REDIRECT_URI", redirect),
            ("CHUTES_OAUTH_SCOPES", "openid offline_access"));
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task A_person_with_a_browser_is_signed_in()
    {
        BrowsingPerson person = new(house.Browser);

        SignedIn signedIn = await SignIn(person);

        signedIn.ProfileId.ShouldStartWith("chutes:");
        signedIn.Entry["access"]!.GetValue<string>().ShouldNotBeEmpty();
        signedIn.Entry["refresh"]!.GetValue<string>().ShouldNotBeEmpty();
        signedIn.Entry["clientId"]!.GetValue<string>().ShouldBe("cid_test");
        signedIn.ToString().ShouldNotContain(signedIn.Entry["access"]!.GetValue<string>());
        house.Server.TokenRequests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_browser_that_comes_back_is_taken_while_it_is_still_being_opened()
    {
        BrowsingPerson person = new(house.Browser) { OpensForever = true };

        (await SignIn(person)).Entry["refresh"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_person_at_another_machine_pastes_the_address()
    {
        BrowsingPerson person = new(house.Browser) { HasBrowser = false, SignsInElsewhere = true, Pastes = true };

        (await SignIn(person)).Entry["refresh"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_browser_at_another_machine_comes_back_through_a_tunnel(bool cannotBeInterrupted)
    {
        BrowsingPerson person = new(house.Browser) { HasBrowser = false, HasTunnel = true, CannotBeInterrupted = cannotBeInterrupted };

        (await SignIn(person)).Entry["refresh"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Who_says_no_is_told_so()
    {
        BrowsingPerson person = new(house.Browser) { Denies = true };

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => SignIn(person));

        error.Code.ShouldBe(ErrorCode.SignInDenied);
        error.Message.ShouldContain("access_denied");
        house.Server.TokenRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_is_taken_leaves_the_pasted_address()
    {
        using TcpListener other = new(IPAddress.Loopback, port);
        other.Start();
        BrowsingPerson person = new(house.Browser) { HasBrowser = false, SignsInElsewhere = true, Pastes = true };

        (await SignIn(person)).Entry["refresh"]!.GetValue<string>().ShouldNotBeEmpty();

        person.Said.ShouldHaveSingleItem().ShouldContain($"{port}");
    }

    [Fact]
    public async Task Nothing_that_is_shown_holds_the_verifier()
    {
        byte[] verifier = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
        BrowsingPerson person = new(house.Browser);
        BrowserSignIn signIn = new(Chutes, house.SurroundingsWith(person) with { Random = length => length == 32 ? verifier : new byte[length] });

        await signIn.RunAsync(TestContext.Current.CancellationToken);

        string page = person.Pages.ShouldHaveSingleItem().Address.AbsoluteUri;
        page.ShouldContain("code_challenge_method=S256");
        page.ShouldNotContain(Convert.ToHexString(verifier), Case.Insensitive);
    }

    [Fact]
    public async Task Where_there_is_neither_a_browser_nor_anybody_to_ask_that_is_told()
    {
        ManualTimeProvider clock = ManualTimeProvider.AtUnixMilliseconds(0);
        BrowsingPerson person = new(house.Browser) { HasBrowser = false, CannotBeAsked = true };
        Task<SignedIn> running = new BrowserSignIn(Chutes, house.SurroundingsWith(person) with { Clock = clock }).RunAsync(TestContext.Current.CancellationToken);
        while (clock.PendingTimers == 0)
            await Task.Yield();

        clock.Advance(TimeSpan.FromMinutes(3));

        (await Should.ThrowAsync<MoltbotException>(running)).Code.ShouldBe(ErrorCode.BrowserMissing);
        person.Pages.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task To_give_up_frees_the_port(bool cannotBeInterrupted)
    {
        using CancellationTokenSource giving = new();
        BrowsingPerson person = new(house.Browser) { HasBrowser = false, CannotBeInterrupted = cannotBeInterrupted };
        Task<SignedIn> running = new BrowserSignIn(Chutes, house.SurroundingsWith(person)).RunAsync(giving.Token);

        await giving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
        using TcpListener other = new(IPAddress.Loopback, port);
        other.Start();
    }

    private Task<SignedIn> SignIn(BrowsingPerson person) =>
        new BrowserSignIn(Chutes, house.SurroundingsWith(person)).RunAsync(TestContext.Current.CancellationToken);
}
