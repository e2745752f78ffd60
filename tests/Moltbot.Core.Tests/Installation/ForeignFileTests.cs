using Moltbot.Core.Errors;
using Moltbot.Core.Health;
using Moltbot.Core.Importing;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Sessions;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Installation;

/// <summary>An installation of January of which a part lies in the installation of a gateway of today.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");
    private static readonly Secret Key = new("sk-a-key-that-is-long-enough-for-all");

    private readonly TemporaryInstallation installation = new();
    private readonly FakeVaults vaults = new();

    public ForeignFileTests()
    {
        vaults.BeforePut = secret => throw new InvalidOperationException($"{secret} is put into a vault before it is clear that its profile can be written.");
        installation.File("gateway/openclaw.json", "{}").Store(new StoreBuilder().ApiKey("anthropic:a"));
        MigratedHome.WriteDatabase(installation.Home, "gateway/state/openclaw.sqlite");
        MigratedHome.WriteDatabase(installation.Home, "gateway/agents/ops/agent/openclaw-agent.sqlite");
    }

    public void Dispose() => installation.Dispose();

    [Fact]
    public void An_agent_whose_directory_is_there_gets_nothing_and_its_credentials_are_not_seen()
    {
        installation.Configuration(new ConfigurationBuilder().Model("anthropic/claude-opus-4-5", "zai/glm-4.7").Agent("main").Agent("ops", directory: "~/gateway/agents/ops/agent"));

        ShouldBeRefused(() => installation.Agent("ops").Profiles.ImportToken(new TokenImport { Options = InVault }, Key));
        ShouldBeRefused(() => installation.Agent("ops").SetOrder(Anthropic, ["anthropic:a"]));
        ShouldBeRefused(() => installation.Agent("ops").ProfileUsage.Succeeded("anthropic:a"));
        ShouldBeRefused(() => installation.Agent("ops").Profiles.RequirePlace(new TokenImport()));
        ModelStatus status = installation.Agent("ops").GetModelStatus();
        (status.ExitCode, status.NotSeen!.Code, status.MissingProviders.Count).ShouldBe((1, ErrorCode.InstallationNotServed, 0));
        status.UnseenProviders.ShouldBe(["zai"]);
        status.DefaultModel.ShouldBe("anthropic/claude-opus-4-5");
    }

    [Fact]
    public void The_agents_beside_it_are_served()
    {
        installation.Configuration(new ConfigurationBuilder().Agent("main").Agent("ops", directory: "~/gateway/agents/ops/agent"));

        installation.Agent("main").SetOrder(Anthropic, ["anthropic:a"], Cancellation).IsSet.ShouldBeTrue();
        installation.Agent("main").GetModelStatus().ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("CLAWDBOT_AGENT_DIR", "~/gateway/agents/main/agent")]
    [InlineData("PI_CODING_AGENT_DIR", "~/gateway/agents/ops/agent")]
    public void The_main_agent_whose_directory_is_there_gets_nothing(string variable, string directory)
    {
        installation.Variable(variable, directory);

        ShouldBeRefused(() => installation.Open().MainAgent.Profiles.ImportToken(new TokenImport { Options = new ImportOptions { NoConfig = true } }, Key));
        ShouldBeRefused(() => installation.Open().MainAgent.Profiles.ImportApiKey(new ApiKeyImport { Provider = Anthropic }, Key));
        ShouldBeRefused(() => installation.Open().MainAgent.ClearOrder(Anthropic));
        installation.Open().MainAgent.GetModelStatus().NotSeen.ShouldNotBeNull();
    }

    [Fact]
    public void A_configuration_that_is_there_is_read_and_not_changed()
    {
        installation.File("gateway/moltbot.json", new ConfigurationBuilder().Model("openai/gpt-5.2").ToText()).Variable("CLAWDBOT_CONFIG_PATH", "~/gateway/moltbot.json");

        installation.Open().Configuration.DefaultModel.Primary.ShouldBe("openai/gpt-5.2");
        ShouldBeRefused(() => installation.Open().Models.SetPrimary(ModelRole.Text, "zai/glm-4.7"));
        ShouldBeRefused(() => installation.Open().MainAgent.Profiles.ImportToken(new TokenImport { Options = InVault }, Key));
        ShouldBeRefused(() => installation.Open().MainAgent.Profiles.RequirePlace(new TokenImport()));
    }

    [Fact]
    public void A_configuration_that_would_be_created_there_is_not()
    {
        installation.Variable("CLAWDBOT_CONFIG_PATH", "~/gateway/conf/moltbot.json");

        ShouldBeRefused(() => installation.Open().Models.SetPrimary(ModelRole.Text, "zai/glm-4.7"));
    }

    [Fact]
    public void What_a_configuration_includes_from_there_is_not_changed()
    {
        installation.Configuration("{ agents: { $include: '../gateway/conf/agents.json5' } }").File("gateway/conf/agents.json5", "{ defaults: { model: { primary: 'openai/gpt-5.2' } } }");

        ShouldBeRefused(() => installation.Open().Models.SetPrimary(ModelRole.Text, "zai/glm-4.7"));
    }

    [Fact]
    public void Sessions_that_are_there_are_neither_read_nor_changed()
    {
        installation.Configuration("{ session: { store: '~/gateway/agents/{agentId}/sessions/sessions.json' } }")
            .File("gateway/agents/main/sessions/sessions.json", """{"agent:main:main":{"sessionId":"s1","updatedAt":1}}""");

        ShouldBeRefused(() => installation.Agent().Sessions.Read());
        ShouldBeRefused(() => installation.Agent().Sessions.Pin(["agent:main:main"], SessionChoice.Of("anthropic/claude-opus-4-5", "anthropic:a")));
    }

    [Fact]
    public void A_store_that_is_a_link_into_it_is_not_replaced_there()
    {
        File.Delete(installation.StorePath());
        SymbolicLink.Make(installation.StorePath(), installation.Home["gateway/agents/main/agent/auth-profiles.json"]);

        ShouldBeRefused(() => installation.Agent().Profiles.ImportToken(new TokenImport { Options = new ImportOptions { NoConfig = true } }, Key));
    }

    [Fact]
    public void A_key_goes_into_the_env_file_of_January_all_the_same()
    {
        installation.Variable("CLAWDBOT_AGENT_DIR", "~/gateway/agents/main/agent");
        ApiKeyImport import = new() { Provider = ProviderId.Parse("openai"), Destination = ApiKeyDestination.EnvironmentFile };

        installation.Open().MainAgent.Profiles.RequirePlace(import);
        installation.Open().MainAgent.Profiles.ImportApiKey(import, Key, Cancellation).Variable!.Name.ShouldBe("OPENAI_API_KEY");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ImportOptions InVault => new() { Vault = new VaultDestination(vaults, "SecretStore") };

    private void ShouldBeRefused(Action change)
    {
        string before = installation.Home.Trace();

        Should.Throw<MoltbotException>(change).Code.ShouldBe(ErrorCode.InstallationNotServed);

        installation.Home.Trace().ShouldBe(before);
    }
}
