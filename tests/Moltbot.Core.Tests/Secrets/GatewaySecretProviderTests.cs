using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Secrets;

public sealed class GatewaySecretProviderTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public GatewaySecretProviderTests() => Unix.SetMode(installation.Home.Write("moltbot", ""), "755");

    public void Dispose() => installation.Dispose();

    [Theory]
    [InlineData("2026.2.26")]
    [InlineData("v2026.3.1-2")]
    [InlineData("2027.1.1")]
    public void A_later_gateway_gets_the_entry_and_keeps_its_comments(string version)
    {
        installation.Configuration($"{{\n  // mine\n  meta: {{ lastTouchedVersion: '{version}' }},\n}}\n");

        Configure().ShouldBe([installation.ConfigPath]);

        string text = File.ReadAllText(installation.ConfigPath);
        text.ShouldContain("// mine");
        text.ShouldContain("secretmanagement");
        text.ShouldContain(Command);
        installation.Open().Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{ meta: { lastTouchedVersion: '2026.2.25' } }")]
    [InlineData("{ meta: { lastTouchedVersion: 'next' } }")]
    [InlineData("{}")]
    public void An_older_or_unknown_one_is_left_alone(string configuration)
    {
        installation.Configuration(configuration);
        string before = installation.Home.Fingerprint();

        MoltbotException error = Should.Throw<MoltbotException>(() => Configure());

        error.Code.ShouldBe(ErrorCode.GatewayTooOld);
        error.Message.ShouldContain("moltbot run");
        installation.Home.Fingerprint().ShouldBe(before);
        Configure(force: true).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_command_that_others_can_change_is_refused()
    {
        installation.Configuration("{}");
        Unix.SetMode(Command, "777");

        Should.Throw<MoltbotException>(() => Configure(force: true)).Code.ShouldBe(ErrorCode.SecretProviderInvalid);
    }

    private string Command => installation.Home["moltbot"];

    private IReadOnlyList<string> Configure(bool force = false) => new GatewaySecretProvider(installation.Open().ConfigurationFile).Configure(Command, force, CancellationToken.None);
}
