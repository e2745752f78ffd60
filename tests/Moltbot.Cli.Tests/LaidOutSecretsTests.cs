using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>The check that every run goes through finds what it is for.</summary>
public sealed class LaidOutSecretsTests
{
    [Theory]
    [InlineData("""{ "key": "FAKE-1", "type": "token", "refresh" : "FAKE 2" }""", "FAKE-1", "FAKE 2")]
    [InlineData("{ apiKey: 'FAKE-1', \"token\":\"FAKE-2\" // broken", "FAKE-1", "FAKE-2")]
    [InlineData("ZAI_API_KEY=FAKE-1\nexport GH_TOKEN=\"FAKE-2\" # note\nHOME=/x", "FAKE-1", "FAKE-2")]
    [InlineData("{ apiKey: '${PROXY_KEY}', key: '', provider: 'zai' }")]
    public void Secrets_are_found_by_the_name_they_stand_under(string text, params string[] secrets) =>
        LaidOutSecrets.In(text).ShouldBe(secrets);

    [Fact]
    public void A_secret_that_is_shown_whole_fails_the_test()
    {
        using TemporaryHome home = new();
        home.Write("store.json", """{ "key": "FAKE-in-a-file" }""");
        LaidOutSecrets secrets = LaidOutSecrets.Of(home, [KeyValuePair.Create("ZAI_API_KEY", "FAKE-in-a-variable")]);

        secrets.ShouldNotBeIn("FAKE-in...file, FAKE...variable");
        Should.Throw<Exception>(() => secrets.ShouldNotBeIn("zai:a=FAKE-in-a-file"));
        Should.Throw<Exception>(() => secrets.ShouldNotBeIn("env=FAKE-in-a-variable |"));
    }
}
