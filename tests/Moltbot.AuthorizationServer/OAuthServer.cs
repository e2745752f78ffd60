using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Moltbot.AuthorizationServer;

/// <summary>
/// A real authorization server on this machine: authorization code with PKCE, the device flow, refresh tokens that are good
/// for one use and whose second use ends the sign-in, and revocation. It speaks HTTPS by a certificate of its own, under the
/// paths that the providers use.
/// </summary>
public sealed class OAuthServer : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly X509Certificate2 certificate;
    private readonly ConcurrentQueue<TokenRequest> tokenRequests = [];
    private int running;
    private int mostAtOnce;

    private OAuthServer(WebApplication host, X509Certificate2 certificate)
    {
        this.host = host;
        this.certificate = certificate;
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => host.Urls.Single().TrimEnd('/');

    /// <summary>All requests to the token endpoint, in the order of their answers.</summary>
    public IReadOnlyCollection<TokenRequest> TokenRequests => tokenRequests;

    /// <summary>How many requests to the token endpoint ran at the same time at most.</summary>
    public int MostTokenRequestsAtOnce => mostAtOnce;

    /// <summary>How often a refresh token was shown that had been used before.</summary>
    public int Reuses => tokenRequests.Where(request => request.GrantType == GrantTypes.RefreshToken)
        .GroupBy(request => request.Credential, StringComparer.Ordinal)
        .Sum(uses => uses.Count() - 1);

    /// <summary>What is done with a request to the token endpoint before it is answered, as to wait.</summary>
    public Func<CancellationToken, Task> BeforeAnswering { get; set; } = _ => Task.CompletedTask;

    /// <summary>What is done once the answer is made and before it is sent.</summary>
    public Func<CancellationToken, Task> BeforeSending { get; set; } = _ => Task.CompletedTask;

    /// <summary>Who is signed in if nobody gives a name. Only who gives one is called by it.</summary>
    public string Account { get; set; } = "ada";

    /// <summary>What was asked of the endpoints that are no standard's: the path, the token and what came with it.</summary>
    public ConcurrentQueue<string> OtherRequests { get; } = [];

    /// <summary>Starts a server.</summary>
    /// <param name="authority">Who certifies it.</param>
    /// <param name="accessLifetime">How long access tokens are good for.</param>
    /// <param name="clients">The programs that it knows.</param>
    public static Task<OAuthServer> StartAsync(CertificateAuthority authority, TimeSpan accessLifetime, params RegisteredClient[] clients) =>
        StartAsync(authority, accessLifetime, TimeSpan.Zero, clients);

    /// <summary>Starts a server that takes a refresh token a second time for a while, as providers do for those who never got the answer.</summary>
    /// <param name="authority">Who certifies it.</param>
    /// <param name="accessLifetime">How long access tokens are good for.</param>
    /// <param name="reuseLeeway">For how long a refresh token is still taken after its first use.</param>
    /// <param name="clients">The programs that it knows.</param>
    public static async Task<OAuthServer> StartAsync(CertificateAuthority authority, TimeSpan accessLifetime, TimeSpan reuseLeeway, params RegisteredClient[] clients)
    {
        X509Certificate2 certificate = authority.For("127.0.0.1");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        string database = Guid.NewGuid().ToString();
        builder.Services.AddDbContext<DbContext>(options => options.UseInMemoryDatabase(database).UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>().DisableBulkOperations())
            .AddServer(server => Configure(server, accessLifetime, reuseLeeway));
        OAuthServer made = new(builder.Build(), certificate);
        made.Map();
        await made.Register(clients);
        await made.host.StartAsync();
        return made;
    }

    /// <summary>Gives out a sign-in as if somebody had signed in before.</summary>
    /// <returns>The answer of the token endpoint.</returns>
    public async Task<JsonElement> SignIn(RegisteredClient client, CertificateAuthority authority)
    {
        using HttpClient browser = NewBrowser(authority);
        string redirect = client.Redirects[0];
        const string Verifier = "0123456789012345678901234567890123456789012345678901234567890123";
        string challenge = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Uri authorize = new($"{Address}/oauth/authorize?response_type=code&client_id={client.Id}&redirect_uri={Uri.EscapeDataString(redirect)}&scope=openid%20offline_access&code_challenge={challenge}&code_challenge_method=S256&state=s");
        Uri back = await Approve(browser, authorize);
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = GrantTypes.AuthorizationCode,
            ["client_id"] = client.Id,
            ["redirect_uri"] = redirect,
            ["code_verifier"] = Verifier,
            ["code"] = HttpUtility.ParseQueryString(back.Query)["code"]!,
        };
        if (client.Secret is not null)
            form["client_secret"] = client.Secret;

        using HttpResponseMessage answer = await browser.PostAsync(new Uri($"{Address}/oauth/token"), new FormUrlEncodedContent(form));
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.Clone() : throw new InvalidOperationException(text);
    }

    /// <summary>A browser without a screen, which trusts the server.</summary>
    public static HttpClient NewBrowser(CertificateAuthority authority)
    {
        X509Certificate2Collection roots = [];
        roots.ImportFromPem(authority.Root);
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        return new HttpClient(handler);
    }

    /// <summary>Presses the button on the page at an address, as a person does.</summary>
    /// <returns>Where the server sends the browser to.</returns>
    public static async Task<Uri> Approve(HttpClient browser, Uri page, bool denies = false, string account = "")
    {
        using HttpResponseMessage shown = await browser.GetAsync(page);
        shown.EnsureSuccessStatusCode();
        NameValueCollection fields = HttpUtility.ParseQueryString(page.Query);
        using FormUrlEncodedContent decision = new([.. fields.AllKeys.Select(name => KeyValuePair.Create(name!, fields[name]!)), new("account", account), new("decision", denies ? "deny" : "allow")]);
        using HttpResponseMessage answer = await browser.PostAsync(new Uri(page.GetLeftPart(UriPartial.Path)), decision);
        return answer.Headers.Location ?? page;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        certificate.Dispose();
    }

    private static void Configure(OpenIddictServerBuilder server, TimeSpan accessLifetime, TimeSpan reuseLeeway)
    {
        server
            .SetAuthorizationEndpointUris("oauth/authorize", "idp/authorize", "o/oauth2/v2/auth")
            .SetTokenEndpointUris("oauth/token", "idp/token", "token", "api/v1/oauth2/token", "login/oauth/access_token")
            .SetDeviceAuthorizationEndpointUris("api/v1/oauth2/device/code", "login/device/code")
            .SetEndUserVerificationEndpointUris("device")
            .SetRevocationEndpointUris("oauth/revoke", "revoke")
            .SetUserInfoEndpointUris("idp/userinfo", "oauth2/v1/userinfo")
            .AllowAuthorizationCodeFlow()
            .AllowRefreshTokenFlow()
            .AllowDeviceAuthorizationFlow()
            .SetAccessTokenLifetime(accessLifetime)
            .SetRefreshTokenReuseLeeway(reuseLeeway)
            .DisableAccessTokenEncryption()
            .DisableScopeValidation()
            .AcceptAnonymousClients()
            .IgnoreEndpointPermissions()
            .IgnoreGrantTypePermissions()
            .IgnoreResponseTypePermissions()
            .IgnoreScopePermissions()
            .AddEphemeralEncryptionKey()
            .AddEphemeralSigningKey();
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndUserVerificationEndpointPassthrough().EnableUserInfoEndpointPassthrough();
    }

    private async Task Register(RegisteredClient[] clients)
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        IOpenIddictApplicationManager applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        foreach (RegisteredClient client in clients)
        {
            OpenIddictApplicationDescriptor descriptor = new()
            {
                ClientId = client.Id,
                ClientSecret = client.Secret,
                ClientType = client.Secret is null ? ClientTypes.Public : ClientTypes.Confidential,
                ApplicationType = ApplicationTypes.Native,
            };
            foreach (string redirect in client.Redirects)
                descriptor.RedirectUris.Add(new Uri(redirect));

            await applications.CreateAsync(descriptor);
        }
    }

    private void Map()
    {
        host.Use(Watch);
        host.UseAuthentication();
        foreach (string path in (string[])["/oauth/authorize", "/idp/authorize", "/o/oauth2/v2/auth"])
        {
            host.MapGet(path, Ask);
            host.MapPost(path, Decide);
        }

        foreach (string path in (string[])["/idp/userinfo", "/oauth2/v1/userinfo"])
            host.MapGet(path, TellAccount);

        // Google's, for an account of the free tier that has no project yet, and Copilot's.
        host.MapPost("/v1internal:loadCodeAssist", context => AnswerAsync(context, """{"allowedTiers":[{"id":"free-tier","isDefault":true},{"id":"standard-tier"}]}"""));
        host.MapPost("/v1internal:onboardUser", context => AnswerAsync(context, """{"name":"operations/made","done":true,"response":{"cloudaicompanionProject":{"id":"project-of-the-server"}}}"""));
        host.MapGet("/copilot_internal/v2/token", context => AnswerAsync(context, """{"token":"tid=made;proxy-ep=proxy.business.githubcopilot.com","expires_at":4102444800,"refresh_in":1500}"""));

        // For tests that run in other processes.
        host.MapGet("/test/token-requests", () => Results.Json(tokenRequests));
        host.MapGet("/device", Ask);
        host.MapPost("/device", Decide);
    }

    private async Task AnswerAsync(HttpContext context, string json)
    {
        using StreamReader body = new(context.Request.Body);
        OtherRequests.Enqueue($"{context.Request.Path} {context.Request.Headers.Authorization} {await body.ReadToEndAsync(context.RequestAborted)}".TrimEnd());
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(json, context.RequestAborted);
    }

    private static async Task TellAccount(HttpContext context)
    {
        ClaimsPrincipal? account = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        await context.Response.WriteAsJsonAsync(new { sub = account?.GetClaim(Claims.Subject), email = account?.GetClaim(Claims.Email), username = account?.GetClaim(Claims.Username) }, context.RequestAborted);
    }

    /// <summary>Keeps what is asked of the token endpoint and what is answered.</summary>
    private async Task Watch(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType || !(await context.Request.ReadFormAsync()).TryGetValue("grant_type", out var grant))
        {
            await next(context);
            return;
        }

        IFormCollection form = context.Request.Form;
        string credential = (string?)form["refresh_token"] ?? (string?)form["code"] ?? (string?)form["device_code"] ?? "";
        int now = Interlocked.Increment(ref running);
        for (int most = mostAtOnce; now > most && Interlocked.CompareExchange(ref mostAtOnce, now, most) != most; most = mostAtOnce)
        {
            // Somebody else has raised it: it is compared with the new one.
        }

        try
        {
            await BeforeAnswering(context.RequestAborted);
            context.Response.OnStarting(async () =>
            {
                tokenRequests.Enqueue(new TokenRequest(grant.ToString(), credential, context.Response.StatusCode) { Verifier = form["code_verifier"] });
                await BeforeSending(context.RequestAborted);
            });
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>The page on which a person signs in. In a browser that runs scripts nobody has to press the button.</summary>
    private static IResult Ask(HttpContext context) => Results.Content(
        $"""
        <!doctype html><title>Sign in</title>
        <form method="post" action="{HtmlEncoder.Default.Encode(context.Request.Path)}">
        {string.Concat(context.Request.Query.Select(field => $"<input type=\"hidden\" name=\"{HtmlEncoder.Default.Encode(field.Key)}\" value=\"{HtmlEncoder.Default.Encode(field.Value.ToString())}\">"))}
        <label>Account <input name="account" autofocus></label>
        <button id="allow" name="decision" value="allow">Sign in</button>
        <button id="deny" name="decision" value="deny">Cancel</button>
        </form>
        <script>document.getElementById("allow").click()</script>
        """,
        "text/html");

    /// <summary>What the person decides.</summary>
    private IResult Decide(HttpContext context)
    {
        if (context.Request.Form["decision"] != "allow")
            return Results.Forbid(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

        string? named = context.Request.Form["account"].ToString() is { Length: > 0 } typed ? typed : null;
        string account = named ?? Account;
        OpenIddictRequest request = context.GetOpenIddictServerRequest()!;
        ClaimsIdentity identity = new("password", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, account)
            .SetClaim(Claims.Email, $"{account}@example.com")
            .SetClaim(Claims.PreferredUsername, account)
            .SetClaim(Claims.Username, named)
            .SetClaim("https://api.openai.com/auth", JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["chatgpt_account_id"] = $"account-{account}" }));
        identity.SetScopes(request.GetScopes().Add(Scopes.OfflineAccess).Add(Scopes.OpenId).Add(Scopes.Email).Add(Scopes.Profile));
        identity.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
