using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Tests.Secrets;

public sealed class RedactionTests
{
    /// <summary>What a provider or a library may write, and how it is shown.</summary>
    public static TheoryData<string, string> Texts => new()
    {
        { "token=abcdefghij rest of line", "token=*** rest of line" },
        { "password: hunter2s", "password: ***" },
        { "api_key=\"k1234567\" tail", "api_key=\"***\" tail" },
        { "Incorrect API key provided: sk-ant-api03-abcdefghijkl.", "Incorrect API key provided: ***." },
        { "{\"token\":\"abc\",\"type\":\"error\"}", "{\"token\":\"***\",\"type\":\"error\"}" },
        { "{\"access\":\"a1\",\"refresh\":\"r1\",\"expires\":7}", "{\"access\":\"***\",\"refresh\":\"***\",\"expires\":7}" },
        { """{"body":"{\"client_secret\":\"abc\"}"}""", """{"body":"{\"client_secret\":\"***\"}"}""" },
        { "Authorization: Basic dTpw", "Authorization: Basic ***" },
        { "authorization: Bearer short", "authorization: Bearer ***" },
        { "x-api-key: abc, x-request-id: req_1", "x-api-key: *** x-request-id: req_1" },
        { "GET https://user:pass@example.test/v1?key=AIzaShort failed", "GET https://user:***@example.test/v1?key=*** failed" },
        { "curl --token 'abc' https://example.test", "curl --token '***' https://example.test" },
        { "refused ghu_0123456789abcdefghij and xai-0123456789abcdefghij", "refused *** and ***" },
        { "the JWT eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln was rejected", "the JWT *** was rejected" },
        { "-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY----- follows", "*** follows" },
        { "ключTOKEN=abc", "ключTOKEN=***" },
        { "Bearer -----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY----- follows", "Bearer *** follows" },
        { "refreshToken=-----BEGIN RSA PRIVATE KEY-----\nQUJD\n-----END RSA PRIVATE KEY-----", "refreshToken=***" },
        { "Bearer 123456:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef", "Bearer ***" },
        { "Authorization: Bearer a", "Authorization: Bearer ***" },
        { "It is gho_0123456789abcdefghij.", "It is ***." },
        { "429 too many requests (request id req_011CSHoEeqs5C35K2UUqR7Fy)", "429 too many requests (request id req_011CSHoEeqs5C35K2UUqR7Fy)" },
        { "Auth profile \"anthropic:me@example.test\" not found in /home/me/.moltbot/agents/main/agent.", "Auth profile \"anthropic:me@example.test\" not found in /home/me/.moltbot/agents/main/agent." },
        { "a token starts with sk-ant-oat01-, as sk-ant-oat01-0123456789abcdef does", "a token starts with sk-ant-oat01-, as *** does" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Nothing_of_a_secret_is_shown_and_the_rest_is(string text, string shown) => Redaction.Hide(text).ShouldBe(shown);

    [Fact]
    public void An_error_says_nothing_secret_whoever_wrote_it()
    {
        MoltbotException error = new(ErrorCode.SecretProviderFailed, "The program said: invalid token sk-ant-REDACTED0 again");

        error.Message.ShouldBe("The program said: invalid token *** again");
        error.ToString().ShouldNotContain("0123456789");
        error.With("Nothing was changed.").ToString().ShouldNotContain("0123456789");
    }

    [Theory]
    [InlineData("agents.defaults: Unrecognized key: \"modle\"")]
    [InlineData("models.providers.zai.apiKey: Invalid input: expected string, received number")]
    [InlineData("Agent main has no session \"agent:main:token:7\".")]
    [InlineData("Auth profile \"my-token:default\" not found.")]
    public void A_sentence_of_ours_stays_as_it_is(string message) => new MoltbotException(ErrorCode.InvalidArgument, message).Message.ShouldBe(message);

    [Theory]
    [InlineData("Invalid model reference: /password=hunter2", "Invalid model reference: /password=***")]
    [InlineData("No session \"OPENAI_API_KEY=abc\"", "No session \"OPENAI_API_KEY=***\"")]
    [InlineData("It printed {\"token\":\"abc\"}", "It printed {\"token\":\"***\"}")]
    public void What_others_put_into_a_sentence_of_ours_is_hidden(string message, string shown) =>
        new MoltbotException(ErrorCode.InvalidArgument, message).Message.ShouldBe(shown);
}
