using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

public sealed class SignInImportTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_sign_in_is_stored_and_entered()
    {
        installation.Configuration("{ \"auth\": { \"order\": { \"chutes\": [\"chutes:old\"] } } } // kept");

        Import(SignedInto("chutes", "ada")).Run(TestContext.Current.CancellationToken);

        AuthProfile stored = Agent.Context.View.Find("chutes:ada").ShouldNotBeNull();
        stored.Refresh.Reveal().ShouldBe("r");
        string configuration = File.ReadAllText(installation.ConfigPath);
        configuration.ShouldEndWith("// kept");
        JsonNode json = Agent.Context.Configuration.Json;
        json["auth"]!["order"]!["chutes"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldBe(["chutes:ada", "chutes:old"]);
        json["auth"]!["profiles"]!["chutes:ada"]!["mode"]!.GetValue<string>().ShouldBe("oauth");
    }

    [Fact]
    public void Two_accounts_of_one_provider_stay_apart()
    {
        Import(SignedInto("chutes", "ada")).Run(TestContext.Current.CancellationToken);
        Import(SignedInto("chutes", "bob")).Run(TestContext.Current.CancellationToken);

        Agent.Context.View.Profiles.Select(profile => profile.Id).ShouldBe(["chutes:ada", "chutes:bob"]);
    }

    [Fact]
    public void A_default_model_takes_the_place_of_what_it_may()
    {
        installation.Configuration("""{ "agents": { "defaults": { "model": { "primary": "openai/gpt-5.2", "fallbacks": ["zai/glm-4.7"] } } } }""");

        new SignInImport(Agent.Context, SignedInto("openai-codex", null)) { SetsDefaultModel = true }.Run(TestContext.Current.CancellationToken);

        Agent.Context.Configuration.DefaultModel.Primary.ShouldBe("openai-codex/gpt-5.2");
        Agent.Context.Configuration.DefaultModel.Fallbacks.ShouldBe(["zai/glm-4.7"]);
    }

    [Fact]
    public void A_configuration_that_is_broken_costs_no_sign_in()
    {
        installation.Configuration("{ broken");

        MoltbotException error = Should.Throw<MoltbotException>(() => Import(SignedInto("chutes", "ada")).Run(TestContext.Current.CancellationToken));

        error.Message.ShouldEndWith("The sign-in is stored as chutes:ada all the same.");
        Agent.Context.View.Find("chutes:ada").ShouldNotBeNull();
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_told_before_anybody_signs_in()
    {
        installation.Store("{ broken");

        Should.Throw<MoltbotException>(() => SignInImport.Check(Agent.Context)).Code.ShouldBe(ErrorCode.StoreUnreadable);
    }

    private Agent Agent => installation.Agent();

    private SignInImport Import(SignedIn signedIn) => new(Agent.Context, signedIn);

    private static SignedIn SignedInto(string provider, string? name) => new(
        SignInProvider.Find(ProviderId.Parse(provider))!,
        name,
        new JsonObject { ["type"] = "oauth", ["provider"] = provider, ["access"] = "a", ["refresh"] = "r", ["expires"] = 1 });
}
