using System.Text;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.OAuth;

public sealed class TokenAnswerTests
{
    private const double Now = 1_000_000;

    private static readonly TokenRules Plain = new() { NoAccess = "" };
    private static readonly TokenRules Careful = new() { NoAccess = "", Skew = 300_000, Shortest = 30_000 };

    [Theory]
    [InlineData("3600", Now + 3_600_000)]
    [InlineData("\"3600\"", Now + 3_600_000)]
    [InlineData("1.5", Now + 1_500)]
    [InlineData("0", Now)]
    [InlineData("-60", Now - 60_000)]
    [InlineData("null", Now)]
    [InlineData("\"\"", Now)]
    [InlineData("\"soon\"", Now)]
    [InlineData("{}", Now)]
    [InlineData("1e300", 253402300799999)]
    [InlineData("1e999", 253402300799999)]
    [InlineData("-1e300", 0)]
    public void An_expiry_is_a_time_whatever_the_answer_says(string expiresIn, double expires) =>
        Read($$"""{"access_token":"a","expires_in":{{expiresIn}}}""", Plain).Expires.ShouldBe(expires);

    [Fact]
    public void A_token_that_does_not_say_how_long_it_lasts_has_just_expired() => Read("""{"access_token":"a"}""", Plain).Expires.ShouldBe(Now);

    [Theory]
    [InlineData("3600", Now + 3_300_000)]
    [InlineData("60", Now + 30_000)]
    [InlineData("330.9", Now + 30_000)]
    [InlineData("-5", Now + 30_000)]
    public void A_provider_may_want_a_margin_and_a_least_time(string expiresIn, double expires) =>
        Read($$"""{"access_token":"a","expires_in":{{expiresIn}}}""", Careful).Expires.ShouldBe(expires);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"access_token":7,"refresh_token":[]}""")]
    [InlineData("""{"access_token":"  ","refresh_token":""}""")]
    public void What_is_no_token_is_none(string json)
    {
        TokenAnswer answer = Read(json, Plain);

        answer.Access.ShouldBeNull();
        answer.Refresh.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"a":{"b":"id?>~"}}""")]
    [InlineData("""{"a":{"b":"ÿÿÿ"}}""")]
    public void An_account_is_found_in_both_alphabets(string claims)
    {
        string standard = Convert.ToBase64String(Encoding.UTF8.GetBytes(claims));
        string forAddresses = standard.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        string expected = JsonText.Parse(Encoding.UTF8.GetBytes(claims)).GetProperty("a").GetProperty("b").GetString()!;

        AccessTokenClaims.Text($"h.{standard}.s", "a", "b").ShouldBe(expected);
        AccessTokenClaims.Text($"h.{forAddresses}.s", "a", "b").ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.!!!.c")]
    [InlineData("a.bm8.c")]
    [InlineData("a.e30.c")]
    [InlineData("a.b.c.d")]
    public void What_is_no_JWT_names_no_account(string token) => AccessTokenClaims.Text(token, "a", "b").ShouldBeNull();

    private static TokenAnswer Read(string json, TokenRules rules) => TokenAnswer.Read(JsonText.Parse(Encoding.UTF8.GetBytes(json)), rules, Now);
}
