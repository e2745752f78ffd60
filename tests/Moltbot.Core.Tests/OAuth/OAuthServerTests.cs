using System.Net;
using System.Text.Json;
using Moltbot.AuthorizationServer;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>That the server of the tests is as strict as the providers'.</summary>
public sealed class OAuthServerTests : IAsyncLifetime
{
    private static readonly RegisteredClient Client = new("app_test", "http://localhost:1455/auth/callback");

    private readonly CertificateAuthority authority = Wine.New<CertificateAuthority>(Wine.Certificates);
    private OAuthServer server = null!;
    private HttpClient browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await OAuthServer.StartAsync(authority, TimeSpan.FromHours(1), Client);
        browser = OAuthServer.NewBrowser(authority);
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await server.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task A_sign_in_gives_an_access_token_that_names_the_account()
    {
        JsonElement tokens = await server.SignIn(Client, authority);

        string payload = tokens.GetProperty("access_token").GetString()!.Split('.')[1].Replace('-', '+').Replace('_', '/');
        JsonElement claims = JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='))).RootElement;
        claims.GetProperty("https://api.openai.com/auth").GetProperty("chatgpt_account_id").GetString().ShouldBe("account-ada");
        tokens.GetProperty("expires_in").GetInt32().ShouldBeInRange(3590, 3600);
    }

    [Fact]
    public async Task A_refresh_token_is_good_for_one_use_and_a_second_use_ends_the_sign_in()
    {
        string first = (await server.SignIn(Client, authority)).GetProperty("refresh_token").GetString()!;

        (HttpStatusCode status, JsonElement renewed) = await Refresh(first);
        status.ShouldBe(HttpStatusCode.OK);
        string second = renewed.GetProperty("refresh_token").GetString()!;
        second.ShouldNotBe(first);
        server.Reuses.ShouldBe(0);

        (await Refresh(first)).Status.ShouldBe(HttpStatusCode.BadRequest);
        server.Reuses.ShouldBe(1);
        (await Refresh(second)).Answer.GetProperty("error").GetString().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_device_gets_its_tokens_once_somebody_has_allowed_it()
    {
        JsonElement device = (await Post("/api/v1/oauth2/device/code", ("client_id", Client.Id), ("scope", "openid offline_access"))).Answer;
        device.TryGetProperty("error_description", out JsonElement refused).ShouldBeFalse(refused.ToString());
        (string, string)[] poll = [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", Client.Id), ("device_code", device.GetProperty("device_code").GetString()!)];
        (await Post("/api/v1/oauth2/token", poll)).Answer.GetProperty("error").GetString().ShouldBe("authorization_pending");

        await OAuthServer.Approve(browser, new Uri(device.GetProperty("verification_uri_complete").GetString()!));

        (await Post("/api/v1/oauth2/token", poll)).Answer.GetProperty("refresh_token").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_dead()
    {
        string token = (await server.SignIn(Client, authority)).GetProperty("refresh_token").GetString()!;

        (await Post("/oauth/revoke", ("client_id", Client.Id), ("token", token))).Status.ShouldBe(HttpStatusCode.OK);

        (await Refresh(token)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private Task<(HttpStatusCode Status, JsonElement Answer)> Refresh(string token) =>
        Post("/oauth/token", ("grant_type", "refresh_token"), ("client_id", Client.Id), ("refresh_token", token));

    private async Task<(HttpStatusCode Status, JsonElement Answer)> Post(string path, params (string Name, string Value)[] form)
    {
        using FormUrlEncodedContent content = new(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage answer = await browser.PostAsync(new Uri(server.Address + path), content, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length > 0 ? JsonDocument.Parse(text).RootElement.Clone() : default);
    }
}
