using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.OAuth;

public sealed class TokenRenewalTests : IDisposable
{
    private const double Now = 1_769_700_000_000;

    private readonly TemporaryHome home = new();
    private readonly List<string> sent = [];

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_real_server_renews_a_sign_in_once_for_each_token()
    {
        RegisteredClient client = new("app_EMoamEEZ73f0CkXaXp7hrann", "http://localhost:1455/auth/callback");
        await using SignInHouse house = await SignInHouse.BuildAsync(client, [("openai-codex", "https://auth.openai.com")]);
        BrowsingPerson person = new(house.Browser) { HasBrowser = false, SignsInElsewhere = true, Pastes = true };
        SignedIn signedIn = await new BrowserSignIn(Core.Providers.SignInProvider.Find(Core.Providers.ProviderId.Parse("openai-codex"))!, house.SurroundingsWith(person)).RunAsync(TestContext.Current.CancellationToken);
        signedIn.Entry["accountId"]!.GetValue<string>().ShouldBe("account-ada");
        TokenRenewal renewal = new(house.Messages, house.Environment, TimeProvider.System);
        AuthProfile first = ProfileOf(signedIn.Entry);

        Renewal renewed = await renewal.RenewAsync(first, CancellationToken.None);
        renewed.Failure.ShouldBeNull();
        renewed.Entry!["refresh"]!.GetValue<string>().ShouldNotBe(signedIn.Entry["refresh"]!.GetValue<string>());
        (await renewal.RenewAsync(ProfileOf(renewed.Entry), CancellationToken.None)).Failure.ShouldBeNull();

        (await renewal.RenewAsync(first, CancellationToken.None)).Failure!.Code.ShouldBe(ErrorCode.RefreshTokenRejected);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", ErrorCode.RefreshTokenRejected, "invalid_grant")]
    [InlineData(401, """{"error":"invalid_client"}""", ErrorCode.ClientRejected, "invalid_client")]
    [InlineData(400, """{"error":"unauthorized_client"}""", ErrorCode.ClientRejected, "unauthorized_client")]
    [InlineData(403, "<!doctype html><h1>Blocked</h1>", ErrorCode.ProviderRefused, "a web page in the place of JSON (HTTP 403)")]
    [InlineData(200, "<!doctype html><h1>Sign in</h1>", ErrorCode.ProviderAnswerInvalid, "a web page in the place of JSON (HTTP 200)")]
    [InlineData(200, "", ErrorCode.ProviderAnswerInvalid, "an empty answer")]
    [InlineData(200, "{}", ErrorCode.ProviderAnswerInvalid, "no access_token")]
    [InlineData(200, """{"error":"invalid_grant"}""", ErrorCode.RefreshTokenRejected, "invalid_grant")]
    [InlineData(503, "", ErrorCode.ProviderRefused, "HTTP 503")]
    [InlineData(429, "slow down\u001b[2J", ErrorCode.ProviderRefused, "slow down [2J")]
    [InlineData(302, "", ErrorCode.ProviderRefused, "HTTP 302")]
    public async Task A_refusal_has_its_code_and_the_providers_words(int status, string body, ErrorCode code, string words)
    {
        Renewal renewal = await Renew(status, body);

        renewal.Entry.ShouldBeNull();
        renewal.Failure!.Code.ShouldBe(code);
        renewal.Failure.ToException("anthropic:default").Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_refusal_gives_no_secret_away()
    {
        Renewal renewal = await Renew(400, """{"error":"invalid_grant","refresh_token":"sk-ant-ort01-abcdefghijklmnopqrstuvwxyz0123456789"}""");

        renewal.Failure!.ToException("anthropic:default").Message.ShouldNotContain("abcdefghijklmnop");
    }

    [Fact]
    public async Task A_long_refusal_is_told_in_short() =>
        (await Renew(500, new string('x', 100_000))).Failure!.Cause.Length.ShouldBeLessThan(600);

    [Fact]
    public async Task A_new_refresh_token_is_kept_though_nothing_else_came()
    {
        Renewal renewal = await Renew(200, """{"refresh_token":"r-new"}""");

        renewal.Failure.ShouldNotBeNull();
        renewal.Entry!["refresh"]!.GetValue<string>().ShouldBe("r-new");
        renewal.Entry["access"]!.GetValue<string>().ShouldBe("a-old");
        renewal.Entry["expires"]!.GetValue<double>().ShouldBe(Now - 1);
    }

    [Fact]
    public async Task What_is_not_understood_stays()
    {
        Renewal renewal = await Renew(200, """{"access_token":"a-new","expires_in":"3600"}""");

        renewal.Failure.ShouldBeNull();
        renewal.Entry!["refresh"]!.GetValue<string>().ShouldBe("r-old");
        renewal.Entry["note"]!["kept"]!.GetValue<bool>().ShouldBeTrue();
        renewal.Entry["expires"]!.GetValue<double>().ShouldBe(Now + 3_300_000);
    }

    [Theory]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("text/html")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task What_an_answer_is_called_does_not_matter(string media) =>
        (await Renewing(200, """{"access_token":"a-new","expires_in":3600}""", media).RenewAsync(Stored(), CancellationToken.None)).Failure.ShouldBeNull();

    [Fact]
    public async Task A_byte_order_mark_does_not_matter() =>
        (await Renew(200, "\uFEFF{\"access_token\":\"a-new\",\"expires_in\":3600}")).Failure.ShouldBeNull();

    [Fact]
    public async Task What_was_cancelled_before_is_not_sent()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Renewing(200, "{}").RenewAsync(Stored(), cancelled.Token));

        sent.ShouldBeEmpty();
    }

    private Task<Renewal> Renew(int status, string body) => Renewing(status, body).RenewAsync(Stored(), CancellationToken.None);

    private TokenRenewal Renewing(int status, string body, string media = "application/json")
    {
        ManualTimeProvider clock = ManualTimeProvider.AtUnixMilliseconds(Now);
        ProcessEnvironment environment = home.Environment;
        HttpMessageInvoker http = new(new OneAnswer(sent, status, body, media));
        return new TokenRenewal(new OAuthMessages(http, environment, clock), environment, clock);
    }

    private static AuthProfile Stored() => ProfileOf(new JsonObject
    {
        ["type"] = "oauth",
        ["provider"] = "anthropic",
        ["access"] = "a-old",
        ["refresh"] = "r-old",
        ["expires"] = Now - 1,
        ["note"] = new JsonObject { ["kept"] = true },
    });

    private static AuthProfile ProfileOf(JsonObject entry) => AuthProfile.Read("anthropic:default", JsonText.ToElement(entry), storedIn: null)!;
}
