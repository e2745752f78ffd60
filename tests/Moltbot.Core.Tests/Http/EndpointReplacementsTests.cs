using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Http;

public sealed class EndpointReplacementsTests : IDisposable
{
    private static readonly ProviderId Codex = ProviderId.Parse("openai-codex");

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("https://auth.openai.com/oauth/token", "https://login.corp.example/openai/oauth/token")]
    [InlineData("https://auth.openai.com", "https://login.corp.example/openai/")]
    [InlineData("https://auth.openai.com/oauth/authorize?a=b", "https://login.corp.example/authorize?a=b")]
    [InlineData("https://auth.openai.com.evil.example/oauth/token", "https://auth.openai.com.evil.example/oauth/token")]
    [InlineData("https://other.example/", "https://other.example/")]
    public void An_address_is_replaced_from_its_beginning(string address, string expected) => Read("""
        // The longer one counts.
        {"openai-codex": {"https://auth.openai.com": "https://login.corp.example/openai/", "https://auth.openai.com/oauth/authorize": "https://login.corp.example/authorize"}}
        """).Of(Codex, new Uri(address)).AbsoluteUri.ShouldBe(expected);

    [Fact]
    public void The_addresses_of_other_providers_stay() =>
        Read("""{"openai-codex": {"https://auth.example": "https://other.example"}}""").Of(ProviderId.Parse("chutes"), new Uri("https://auth.example/")).Host.ShouldBe("auth.example");

    [Fact]
    public void Without_a_file_nothing_is_replaced()
    {
        EndpointReplacements none = EndpointReplacements.Read(home["providers.endpoints.json"]);

        none.Of(Codex, new Uri("https://auth.openai.com/")).Host.ShouldBe("auth.openai.com");
        none.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_replacement_is_warned_of() => Read("""{"openai-codex": {"https://auth.openai.com": "https://127.0.0.1:7001"}}""")
        .Warnings.ShouldHaveSingleItem().ShouldContain("openai-codex are sent to https://127.0.0.1:7001");

    [Theory]
    [InlineData("""{"openai-codex": {"https://auth.openai.com": "http://login.corp.example"}}""", "http://login.corp.example")]
    [InlineData("""{"openai-codex": {"https://auth.openai.com": "https://user:word@login.corp.example"}}""", "is no address")]
    [InlineData("""{"openai-codex": {"https://auth.openai.com": 5}}""", "is no address")]
    [InlineData("""{"openai-codex": {"auth.openai.com": "https://login.corp.example"}}""", "auth.openai.com")]
    [InlineData("""{"openai-codex": """, "end of input at 1:18")]
    public void What_makes_no_sense_is_an_error(string content, string problem)
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => Read(content));

        error.Code.ShouldBe(ErrorCode.EndpointsInvalid);
        error.Message.ShouldContain(problem);
        error.Path.ShouldBe(home["providers.endpoints.json"]);
    }

    [Fact]
    public void A_file_that_others_can_change_is_an_error()
    {
        string path = home.Write("providers.endpoints.json", "{}");
        Unix.SetMode(path, "602");

        Should.Throw<MoltbotException>(() => EndpointReplacements.Read(path)).Message.ShouldContain("others can write");
    }

    private EndpointReplacements Read(string content) => EndpointReplacements.Read(home.Write("providers.endpoints.json", content));
}
