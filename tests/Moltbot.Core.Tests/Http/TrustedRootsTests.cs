using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Http;

public sealed class TrustedRootsTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly CertificateAuthority certificates = Wine.New<CertificateAuthority>(Wine.Certificates);

    public void Dispose()
    {
        certificates.Dispose();
        home.Dispose();
    }

    [Theory]
    [InlineData("NODE_EXTRA_CA_CERTS")]
    [InlineData("SSL_CERT_FILE")]
    public async Task A_root_that_the_environment_names_is_trusted(string variable) =>
        (await Ask("127.0.0.1", home.Environment.With(variable, home.Write("root.pem", certificates.Root)))).ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_root_that_nobody_names_is_not_trusted()
    {
        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => Ask("127.0.0.1", home.Environment));

        error.Code.ShouldBe(ErrorCode.CertificateNotTrusted);
        error.Message.ShouldContain("NODE_EXTRA_CA_CERTS");
    }

    [Fact]
    public async Task A_trusted_root_does_not_excuse_another_name() => (await Should.ThrowAsync<MoltbotException>(
        () => Ask("auth.example", home.Environment.With("NODE_EXTRA_CA_CERTS", home.Write("root.pem", certificates.Root))))).Code.ShouldBe(ErrorCode.CertificateNotTrusted);

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("no certificate at all", "holds no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "holds what is no certificate")]
    public async Task A_file_that_is_no_root_is_part_of_the_error(string? content, string problem)
    {
        string path = content is null ? home["none.pem"] : home.Write("root.pem", content);

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => Ask("127.0.0.1", home.Environment.With("NODE_EXTRA_CA_CERTS", path)));

        error.Code.ShouldBe(ErrorCode.CertificateNotTrusted);
        error.Message.ShouldContain(path);
        error.Message.ShouldContain(problem);
    }

    private async Task<HttpStatusCode> Ask(string certifiedHost, ProcessEnvironment environment)
    {
        using X509Certificate2 certificate = certificates.For(certifiedHost);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        await using WebApplication host = builder.Build();
        host.MapGet("/", () => Results.Ok());
        await host.StartAsync(TestContext.Current.CancellationToken);

        Uri address = new(host.Urls.Single());
        using HttpClient client = HttpClients.Open(environment, TimeProvider.System, HttpLimits.SmallAnswer);
        using HttpResponseMessage answer = await Explained.Send(() => client.GetAsync(address), address, environment);
        return answer.StatusCode;
    }
}
