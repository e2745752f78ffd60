using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.OAuth;

public sealed class TokenRevocationTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly List<string> sent = [];

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task The_refresh_token_is_made_worthless_where_the_provider_has_a_way()
    {
        (await Revoke("google-gemini-cli", 200, "{}")).ShouldBeNull();

        sent.ShouldBe(["POST https://oauth2.googleapis.com/revoke token=r"]);
    }

    [Fact]
    public async Task A_token_that_is_dead_already_is_no_failure() =>
        (await Revoke("google-antigravity", 400, """{"error":"invalid_token","error_description":"Token expired or revoked"}""")).ShouldBeNull();

    [Fact]
    public async Task A_refusal_is_told_in_the_providers_words() =>
        (await Revoke("google-gemini-cli", 503, "")).ShouldNotBeNull().Cause.ShouldContain("HTTP 503");

    [Fact]
    public async Task Where_the_provider_has_no_way_nothing_is_sent()
    {
        (await Revoke("chutes", 200, "{}")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.SignInUnavailable);

        sent.ShouldBeEmpty();
    }

    private async Task<SignInFailure?> Revoke(string provider, int status, string body)
    {
        using HttpMessageInvoker http = new(new OneAnswer(sent, status, body));
        JsonObject entry = new() { ["type"] = "oauth", ["provider"] = provider, ["access"] = "a", ["refresh"] = "r", ["expires"] = 0 };
        AuthProfile profile = AuthProfile.Read($"{provider}:default", JsonText.ToElement(entry), storedIn: null)!;
        return await new TokenRevocation(new OAuthMessages(http, home.Environment, TimeProvider.System)).RevokeAsync(profile, CancellationToken.None);
    }
}
