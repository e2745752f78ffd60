using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.Providers;

/// <summary>What every entry of the table has to hold, so that the next one is an entry and nothing else.</summary>
public sealed class SignInProviderTests
{
    private static readonly string[] KnownAtSignIn =
        ["client_id", "client_secret", "redirect_uri", "scope", "code_challenge", "code_verifier", "state", "code", "device_code", "access_token", "refresh_token", "token", "x-request-id"];

    public static TheoryData<string> Names => ["anthropic", .. SignInProvider.All.Select(provider => provider.Provider.Value)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_request_goes_where_nobody_reads_along_and_asks_for_values_that_there_are(string name)
    {
        foreach (OAuthRequest request in RequestsOf(Entry(name)))
        {
            request.Address.ShouldStartWith("https://");
            request.Parameters.Concat(request.Headers).Where(parameter => !parameter.Contains('=', StringComparison.Ordinal))
                .Select(parameter => parameter.TrimEnd('?'))
                .ShouldBeSubsetOf(KnownAtSignIn);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_browser_comes_back_to_this_machine_or_to_a_page_that_shows_the_code(string name)
    {
        if (Entry(name).Code is not { } code)
            return;

        Uri redirect = new(code.Redirect);
        redirect.IsLoopback.ShouldBe(code.Loopback is not null);
        (code.Loopback is null || code.Wait > TimeSpan.Zero).ShouldBeTrue();
        code.Authorize.Parameters.ShouldContain("code_challenge_method=S256");
        code.Authorize.Parameters.ShouldContain("state");
        code.Exchange.Parameters.ShouldContain("code_verifier");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_provider_is_known_to_the_catalog_and_can_renew(string name)
    {
        SignInProvider provider = Entry(name);

        ProviderCatalog.Ids.ShouldContain(provider.Provider);
        provider.Refresh.ShouldNotBeNull();
        provider.Label.ShouldNotBeEmpty();
        provider.Kind.ShouldBe(name == "anthropic" ? SignInKind.None : provider.Device is null ? SignInKind.Browser : SignInKind.DeviceCode);
    }

    [Fact]
    public void A_client_that_needs_a_secret_says_where_it_comes_from() =>
        SignInProvider.All.Where(provider => provider.Client.NeedsSecret).ShouldAllBe(provider => provider.Client.SecretVariables.Count > 0);

    private static SignInProvider Entry(string name) => SignInProvider.FindExactly(name)!;

    private static IEnumerable<OAuthRequest> RequestsOf(SignInProvider provider) => new[]
    {
        provider.Refresh?.Request, provider.Revoke, provider.Code?.Authorize, provider.Code?.Exchange, provider.Code?.Account?.Request, provider.Device?.Begin, provider.Device?.Poll,
    }.OfType<OAuthRequest>();
}
