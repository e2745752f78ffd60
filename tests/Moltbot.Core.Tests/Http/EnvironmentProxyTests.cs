using System.Net;
using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Tests.Http;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("HTTPS_PROXY=http://p:1", "https://a.example/", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://p:1", "http://a.example/", null)]
    [InlineData("HTTPS_PROXY=p:1", "https://a.example/", "http://p:1/")]
    [InlineData("https_proxy=http://small:1;HTTPS_PROXY=http://big:1", "https://a.example/", "http://small:1/")]
    [InlineData("HTTP_PROXY=http://p:1", "https://a.example/", null)]
    [InlineData("HTTP_PROXY=http://p:1", "http://a.example/", "http://p:1/")]
    [InlineData("ALL_PROXY=socks5://p:1", "https://a.example/", "socks5://p:1/")]
    [InlineData("ALL_PROXY=http://all:1;HTTPS_PROXY=http://p:1", "https://a.example/", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://name:word@p:1", "https://a.example/", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://p:1", "https://localhost/", null)]
    [InlineData("HTTPS_PROXY=http://p:1", "https://127.0.0.1:9/", null)]
    [InlineData("HTTPS_PROXY=http://p:1", "https://[::1]/", null)]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=*", "https://a.example/", null)]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=a.example", "https://a.example/", null)]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=a.example", "https://b.a.example/", null)]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=a.example", "https://ba.example/", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=.a.example, other", "https://b.a.example/", null)]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=*.a.example", "https://b.a.example/", null)]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=a.example:8443", "https://a.example/", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=a.example:8443", "https://a.example:8443/", null)]
    [InlineData("HTTPS_PROXY=http://p:1;NO_PROXY=A.EXAMPLE", "https://a.example/", null)]
    [InlineData("HTTPS_PROXY=http://p:1;no_proxy=x", "https://a.example/", "http://p:1/")]
    [InlineData("HTTPS_PROXY=  ;ALL_PROXY=http://p:1", "https://a.example/", "http://p:1/")]
    public void A_request_goes_where_the_environment_says(string variables, string destination, string? proxy) =>
        (new EnvironmentProxy(Environment(variables)).GetProxy(new Uri(destination))?.AbsoluteUri).ShouldBe(proxy);

    [Fact]
    public void The_name_and_the_password_of_a_proxy_are_for_that_proxy_only()
    {
        ICredentials credentials = new EnvironmentProxy(Environment("HTTPS_PROXY=http://ada:pw@p:1")).Credentials!;

        credentials.GetCredential(new Uri("http://p:1"), "Basic")!.Password.ShouldBe("pw");
        credentials.GetCredential(new Uri("http://p:2"), "Basic").ShouldBeNull();
        credentials.GetCredential(new Uri("http://q:1"), "Basic").ShouldBeNull();
    }

    [Theory]
    [InlineData("http://")]
    [InlineData("ftp://p:1")]
    [InlineData("http://p:word@:1")]
    public void What_is_no_proxy_is_refused_without_showing_it(string value)
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => new EnvironmentProxy(Environment($"HTTPS_PROXY={value}")).GetProxy(new Uri("https://a.example/")));

        error.Code.ShouldBe(ErrorCode.ProxyInvalid);
        error.Message.ShouldContain("HTTPS_PROXY");
        error.Message.ShouldNotContain("word");
    }

    private static ProcessEnvironment Environment(string variables) => new()
    {
        HomeDirectory = "/home/ada",
        WorkingDirectory = "/home/ada",
        Variables = variables.Split(';').Select(one => one.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
    };
}
