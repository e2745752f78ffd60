using Moltbot.Core.Failures;
using Moltbot.Core.Health;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>Everything that is told of an agent names the installation and the agent, so that what is done with it later is done there.</summary>
public sealed class AgentOfResultsTests : IDisposable
{
    private static readonly ProviderId OpenAI = ProviderId.Parse("openai");

    private readonly TemporaryInstallation temporary = new();

    public AgentOfResultsTests() => temporary
        .File("there/moltbot.json", """{ agents: { list: [{ id: "main" }, { id: "work" }] } }""")
        .File("there/.env", "OPENAI_API_KEY=sk-made-up-0123456789\n")
        .File("there/agents/work/agent/auth-profiles.json", new StoreBuilder().ApiKey("openai:a").ApiKey("openai:b").Order("openai", "openai:a").ToText())
        .File("there/agents/work/sessions/sessions.json", """{ "agent:work:x": { "authProfileOverride": "openai:a" } }""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MoltbotInstallation Installation => temporary.Open("~/there");

    private Agent Agent => Installation.GetAgent("work");

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Profiles_do() => Agent.GetProfiles().Profiles.Select(profile => (profile.StateDirectory, profile.Agent)).Distinct().ShouldBe([Work]);

    [Fact]
    public void The_status_does_with_all_that_is_in_it()
    {
        Agent.ProfileUsage.Failed("openai:a", FailureReason.Billing, Cancellation);

        ModelStatus status = Agent.GetModelStatus();

        (status.StateDirectory, status.Agent).ShouldBe(Work);
        status.Providers.Select(provider => (provider.StateDirectory, provider.Agent)).Distinct().ShouldBe([Work]);
        status.Providers.SelectMany(provider => provider.Profiles).Select(profile => (profile.StateDirectory, profile.Agent)).Distinct().ShouldBe([Work]);
        status.UnusableProfiles.Select(profile => (profile.StateDirectory, profile.Agent)).ShouldBe([Work]);
    }

    [Fact]
    public void What_becomes_of_a_profile_does()
    {
        ProfileStatus[] profiles =
        [
            Agent.ProfileUsage.Find("openai:a"),
            Agent.ProfileUsage.Succeeded("openai:a", Cancellation),
            Agent.ProfileUsage.Failed("openai:a", FailureReason.RateLimit, Cancellation),
            .. Agent.ProfileUsage.ClearCooldowns(["openai:a"], withDisabled: true, Cancellation),
        ];

        profiles.Select(profile => (profile.StateDirectory, profile.Agent)).ShouldBe([Work, Work, Work, Work]);
    }

    [Fact]
    public void Orders_do()
    {
        AuthOrder[] orders = [.. Agent.GetOrders(), Agent.GetOrder(OpenAI), Agent.SetOrder(OpenAI, ["openai:b"], Cancellation), Agent.ClearOrder(OpenAI, Cancellation)];

        orders.Select(order => (order.StateDirectory, order.Agent)).ShouldBe([Work, Work, Work, Work]);
    }

    [Fact]
    public void Candidates_do() =>
        Agent.ExplainCandidates(OpenAI, SecretResolver.None).Items.Select(candidate => (candidate.StateDirectory, candidate.Agent)).Distinct().ShouldBe([Work]);

    [Fact]
    public void The_credential_in_use_does()
    {
        CredentialInUse credential = Agent.OpenCredentials(SecretResolver.None).OfProvider("openai");

        (credential.StateDirectory, credential.Agent).ShouldBe(Work);
    }

    [Fact]
    public void Sessions_do_and_those_that_a_removed_profile_leaves_behind()
    {
        Agent.Sessions.Read().GetAll().Select(session => (session.StateDirectory, session.Agent)).ShouldBe([Work]);

        RemovedProfile removed = Agent.Profiles.Remove("openai:a", Cancellation);

        (removed.StateDirectory, removed.Agent).ShouldBe(Work);
        removed.Pins.Select(pin => (pin.StateDirectory, pin.Agent)).ShouldBe([Work]);
    }

    [Theory]
    [InlineData(ApiKeyDestination.Profile, "work")]
    [InlineData(ApiKeyDestination.EnvironmentFile, null)]
    public void Imports_do_but_a_variable_is_of_no_agent(ApiKeyDestination destination, string? agent)
    {
        ApiKeyImport import = new() { Provider = OpenAI, Destination = destination };

        ImportedCredential imported = Agent.Profiles.ImportApiKey(import, new Secret("sk-made-up-9876543210"), Cancellation);

        (imported.StateDirectory, imported.Agent).ShouldBe((Work.StateDirectory, agent));
    }

    [Fact]
    public void Variables_name_their_installation() =>
        Installation.EnvironmentFile.Variables.Select(variable => variable.StateDirectory).ShouldBe([Work.StateDirectory]);

    [Theory]
    [InlineData(true, "work")]
    [InlineData(false, null)]
    public void Listed_models_are_an_agents_if_its_own_count(bool asAgent, string? agent) =>
        Agent.GetModels(asAgent: asAgent).Select(model => (model.StateDirectory, model.Agent)).Distinct().ShouldBe([(Work.StateDirectory, agent)]);

    [Fact]
    public void Changed_models_name_their_installation_and_an_agents_own_model_the_agent()
    {
        Installation.Models.SetPrimary(ModelRole.Text, "openai/a", Cancellation).ShouldBe(new ChosenModel(Work.StateDirectory, null, "openai/a", Image: false));
        Installation.Models.SetAgentModel(AgentId.Parse("Work"), "openai/b", Cancellation).ShouldBe(new ChosenModel(Work.StateDirectory, "work", "openai/b", Image: false));
        Installation.Models.AddAlias(" quick ", "openai/b", Cancellation).ShouldBe(new AddedAlias(Work.StateDirectory, "quick", "openai/b"));
        Installation.Models.AddFallback(ModelRole.Text, "openai/c", Cancellation).ShouldBe([new FallbackModel(Work.StateDirectory, "openai/c", "openai/c", 1, Image: false)]);
        Installation.Models.AddFallback(ModelRole.Image, "openai/d", Cancellation).ShouldBe([new FallbackModel(Work.StateDirectory, "openai/d", "openai/d", 1, Image: true)]);
    }

    private (string StateDirectory, string Agent) Work => (temporary.Home["there"], "work");
}
