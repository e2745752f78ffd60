using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Models;
using Moltbot.Core.Sessions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Models;

/// <summary>
/// The models in <c>openclaw.json</c>, as the gateway's own commands change them: what stands here after a change was read by
/// openclaw 2026.9.6 as what was meant, or is what that wrote itself.
/// </summary>
public sealed class TodayModelSettingsTests : IDisposable
{
    /// <summary>What § stands for in the texts below: that models with settings are not the only ones that may be chosen.</summary>
    private const string Settled = "\"meta\":{\"migrations\":{\"modelPolicyAllowlist\":true}}";

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void The_first_model_that_is_set_shuts_no_other_out()
    {
        Configure("{}");

        Models.SetPrimary(ModelRole.Text, "anthropic/claude-opus-4-7", TestContext.Current.CancellationToken);

        ShouldSay("""{"agents":{"defaults":{"models":{"anthropic/claude-opus-4-7":{}},"model":{"primary":"anthropic/claude-opus-4-7"}}},§}""");
        installation.Open().Configuration.AllowedModels.ShouldBeEmpty();
    }

    [Fact]
    public void What_could_be_chosen_before_stays_what_can_be_chosen()
    {
        Configure("""{"agents":{"defaults":{"model":{"primary":"openai/gpt-5.5","fallbacks":["anthropic/claude-sonnet-5"]},"models":{"openai/gpt-5.5":{"alias":"g"}}}}}""");

        Models.SetPrimary(ModelRole.Text, "anthropic/claude-opus-4-7", TestContext.Current.CancellationToken);

        ShouldSay("""{"agents":{"defaults":{"model":{"primary":"anthropic/claude-opus-4-7","fallbacks":["anthropic/claude-sonnet-5"]},"models":{"openai/gpt-5.5":{"alias":"g"},"anthropic/claude-opus-4-7":{}},"modelPolicy":{"allow":["openai/gpt-5.5"]}}},§}""");
    }

    [Theory]
    [InlineData("""{"allow":["openai/gpt-5.5"]}""")]
    [InlineData("{}")]
    public void A_list_of_models_that_may_be_chosen_stays_as_it_is(string policy)
    {
        Configure("""{"agents":{"defaults":{"modelPolicy":""" + policy + """}}}""");

        Models.AddFallback(ModelRole.Text, "anthropic/claude-sonnet-5", TestContext.Current.CancellationToken);

        ShouldSay("""{"agents":{"defaults":{"modelPolicy":""" + policy + ""","model":{"fallbacks":["anthropic/claude-sonnet-5"]},"models":{"anthropic/claude-sonnet-5":{}}}}}""");
    }

    [Fact]
    public void Comments_and_layout_stay()
    {
        installation.File(".openclaw/openclaw.json", "{\n  // mine\n  agents: {\n    defaults: {\n      model: 'openai/gpt-5.5', // for now\n    },\n  },\n  meta: { migrations: { modelPolicyAllowlist: true } },\n}\n");

        Models.AddFallback(ModelRole.Text, "openai/gpt-5.4", TestContext.Current.CancellationToken);

        string text = File.ReadAllText(Config);
        text.ShouldStartWith("{\n  // mine\n  agents: {\n    defaults: {\n");
        text.ShouldContain("// for now");
        text.ShouldContain("primary: 'openai/gpt-5.5'");
    }

    [Fact]
    public void An_agents_own_model_stands_in_its_entry()
    {
        Configure("""{"agents":{"ownership":"explicit","entries":{"main":{},"Ops":{"model":{"primary":"openai/gpt-5.5","fallbacks":[]}}}},§}""");

        Models.SetAgentModel(AgentId.Parse("ops"), "anthropic/claude-sonnet-5", TestContext.Current.CancellationToken);
        Models.SetAgentModel(AgentId.Main, "openai/gpt-5.4", TestContext.Current.CancellationToken);

        ShouldSay("""{"agents":{"ownership":"explicit","entries":{"main":{"model":"openai/gpt-5.4"},"Ops":{"model":{"primary":"anthropic/claude-sonnet-5","fallbacks":[]}}}},§}""");
        installation.Open().FindAgent("ops").Sessions.Check(SessionChoice.Parse("anthropic/claude-sonnet-5")).IsDefault.ShouldBeTrue();
    }

    [Fact]
    public void An_agent_of_an_older_list_keeps_its_place_there()
    {
        Configure("""{"agents":{"list":[{"id":"ops","model":{"primary":"openai/gpt-5.5","fallbacks":["openai/gpt-5.4"]}}]},§}""");

        Models.SetAgentModel(AgentId.Parse("ops"), "anthropic/claude-sonnet-5", TestContext.Current.CancellationToken);

        ShouldSay("""{"agents":{"list":[{"id":"ops","model":{"primary":"anthropic/claude-sonnet-5","fallbacks":["openai/gpt-5.4"]}}]},§}""");
    }

    [Theory]
    [InlineData("""{"entries":{"a":{},"b":{}}}""", "multi-agent rosters require agents.ownership=\"explicit\"")]
    [InlineData("""{"entries":{"a":{"default":true},"b":{"default":true}}}""", "at most one default=true entry (found 2)")]
    [InlineData("""{"ownership":"explicit","entries":{"a":{"default":true}}}""", "cannot be combined with a legacy default=true marker")]
    [InlineData("""{"entries":{"a":{},"b":{"default":true}}}""", null)]
    [InlineData("""{"ownership":"explicit","entries":{"a":{},"b":{}}}""", null)]
    [InlineData("""{"entries":{"a":{}}}""", null)]
    public void Several_agents_are_valid_where_it_is_said_which_one_answers(string agents, string? problem)
    {
        Configure("""{"agents":""" + agents + "}");

        MoltbotInstallation open = installation.Open();

        if (problem is null)
            open.Errors.ShouldBeEmpty();
        else
            open.Errors.ShouldHaveSingleItem().Message.ShouldContain(problem);
    }

    [Fact]
    public void The_agent_that_is_marked_answers_where_none_is_named()
    {
        Configure("""{"agents":{"entries":{"a":{},"b":{"default":true}}}}""");

        installation.Agent().Id.Value.ShouldBe("b");
    }

    [Fact]
    public void An_agent_without_an_entry_has_no_model_of_its_own()
    {
        Configure("{}");

        MoltbotException error = Should.Throw<MoltbotException>(() => Models.SetAgentModel(AgentId.Parse("ops"), "anthropic/claude-sonnet-5", TestContext.Current.CancellationToken));

        error.Code.ShouldBe(ErrorCode.AgentNotFound);
        error.Message.ShouldContain("agents.entries");
    }

    [Theory]
    [InlineData("foo", "openai/foo")]
    [InlineData("opus", "openai/opus")]
    [InlineData("google/gemini-3-pro-preview", "google/gemini-3.1-pro-preview")]
    [InlineData("google-vertex/gemini-2.0-flash", "google-vertex/gemini-2.5-flash")]
    [InlineData("anthropic/claude-opus-4-5", "anthropic/claude-opus-4-5")]
    public void A_text_names_the_model_that_it_names_for_the_gateway(string text, string model)
    {
        Configure("{}");

        Models.SetPrimary(ModelRole.Text, text, TestContext.Current.CancellationToken).Model.ShouldBe(model);
    }

    [Fact]
    public void A_model_without_a_provider_in_the_configuration_is_openais()
    {
        Configure("""{"agents":{"defaults":{"model":"foo"}}}""");

        installation.Agent("main").GetModelStatus().DefaultModel.ShouldBe("openai/foo");
    }

    [Fact]
    public void An_alias_that_the_gateway_has_by_itself_names_its_model_and_cannot_be_removed()
    {
        Configure("""{"agents":{"defaults":{"model":"anthropic/claude-opus-4-7"}},"auth":{"profiles":{"anthropic:a":{"provider":"anthropic","mode":"api_key"}}},§}""");

        Should.Throw<MoltbotException>(() => Models.RemoveAlias("sonnet", TestContext.Current.CancellationToken)).Message.ShouldContain("the gateway has it for anthropic/claude-sonnet-5 by itself");
        Models.SetPrimary(ModelRole.Text, "sonnet", TestContext.Current.CancellationToken).Model.ShouldBe("anthropic/claude-sonnet-5");
    }

    [Fact]
    public void Aliases_are_given_and_taken()
    {
        Configure("""{"agents":{"defaults":{"models":{"openai/gpt-5.5":{"alias":"g","params":{"x":1}}}}},§}""");

        Models.AddAlias("q", "anthropic/claude-haiku-4-5", TestContext.Current.CancellationToken);
        Models.RemoveAlias("g", TestContext.Current.CancellationToken);

        ShouldSay("""{"agents":{"defaults":{"models":{"openai/gpt-5.5":{"params":{"x":1}},"anthropic/claude-haiku-4-5":{"alias":"q"}}}},§}""");
        Should.Throw<MoltbotException>(() => Models.AddAlias("Q", "openai/gpt-5.5", TestContext.Current.CancellationToken)).Code.ShouldBe(ErrorCode.AliasTaken);
    }

    [Fact]
    public void The_image_model_and_its_fallbacks_are_changed_alike()
    {
        Configure("""{"agents":{"defaults":{"imageModel":{"primary":"openai/gpt-5.5","fallbacks":["openai/gpt-5.4"]}}},§}""");

        Models.SetPrimary(ModelRole.Image, "anthropic/claude-sonnet-5", TestContext.Current.CancellationToken);
        Models.RemoveFallback(ModelRole.Image, "openai/gpt-5.4", TestContext.Current.CancellationToken);

        ShouldSay("""{"agents":{"defaults":{"imageModel":{"primary":"anthropic/claude-sonnet-5","fallbacks":[]},"models":{"anthropic/claude-sonnet-5":{}}}},§}""");
    }

    [Theory]
    [InlineData("xai/grok-4.20-multi-agent")]
    [InlineData("google/gemini-1.5-pro")]
    public void Nothing_writes_a_model_for_which_the_gateway_would_refuse_the_whole_configuration(string model)
    {
        Configure("{}");

        MoltbotException error = Should.Throw<MoltbotException>(() => installation.Open().ConfigurationFile.Editor.Apply(
            _ => [ConfigurationChange.Set(["agents", "defaults", "model", "primary"], model)], TestContext.Current.CancellationToken));

        error.Code.ShouldBe(ErrorCode.ConfigInvalid);
        error.Message.ShouldContain($"Unknown model: {model}");
        ShouldSay("{}");
    }

    [Theory]
    [InlineData("OPENCLAW_NIX_MODE")]
    [InlineData("OPENCLAW_CONFIG_READONLY")]
    public void A_configuration_that_is_made_elsewhere_is_not_changed(string variable)
    {
        Configure("{}");

        MoltbotException error = Should.Throw<MoltbotException>(() => installation.Variable(variable, "1").Open().Models.SetPrimary(ModelRole.Text, "openai/gpt-5.5", TestContext.Current.CancellationToken));
        error.Code.ShouldBe(ErrorCode.ConfigNotEditable);
        ShouldSay("{}");
        error.Message.ShouldContain($"{variable}=1");

        installation.Variable(variable, "true").Open().Models.SetPrimary(ModelRole.Text, "openai/gpt-5.5", TestContext.Current.CancellationToken);
        Written().ShouldNotBe("{}");
    }

    [Fact]
    public void A_section_whose_rules_nobody_here_knows_is_the_gateways()
    {
        Configure("{}");

        MoltbotException error = Should.Throw<MoltbotException>(() => installation.Open().ConfigurationFile.Editor.Apply(
            _ => [ConfigurationChange.Set(["gateway", "port"], 1)], TestContext.Current.CancellationToken));

        error.Code.ShouldBe(ErrorCode.ConfigNotEditable);
        error.Message.ShouldContain("openclaw config set");
    }

    [Theory]
    [InlineData("""{"env":{"vars":{}}}""", "vars")]
    [InlineData("{}", null)]
    public void Variables_of_the_configuration_stand_in_a_section_of_their_own(string before, string? section)
    {
        Configure(before);

        Action change = () => installation.Open().ConfigurationFile.Editor.Apply(
            _ => [ConfigurationChange.Set(section is null ? ["env", "ACME"] : ["env", section, "ACME"], "1")], TestContext.Current.CancellationToken);

        if (section is null)
            Should.Throw<MoltbotException>(change).Message.ShouldContain("Unrecognized key: \"ACME\"");
        else
            change();
        ShouldSay(section is null ? "{}" : """{"env":{"vars":{"ACME":"1"}}}""");
    }

    private string Config => installation.Home[".openclaw/openclaw.json"];

    private ModelSettings Models => installation.Open().Models;

    private void Configure(string text) => installation.File(".openclaw/openclaw.json", text.Replace("§", Settled, StringComparison.Ordinal));

    private void ShouldSay(string text) => Written().ShouldBe(text.Replace("§", Settled, StringComparison.Ordinal));

    /// <summary>What the file says, without its layout.</summary>
    private string Written() => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Config))!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
