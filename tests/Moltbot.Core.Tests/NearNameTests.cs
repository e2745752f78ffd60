using Moltbot.Core.Errors;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>The names that may be meant by one that does not exist.</summary>
public sealed class NearNameTests
{
    private static readonly string[] Names = ["OPENAI_API_KEY", "XAI_API_KEY", "LEVEL"];

    [Theory]
    [InlineData("OPENAI_AIP_KEY", "OPENAI_API_KEY")]
    [InlineData("level", "LEVEL")]
    [InlineData("API_KEY", "OPENAI_API_KEY", "XAI_API_KEY")]
    [InlineData("PATH")]
    [InlineData("X")]
    public void Those_are_near_that_are_a_slip_away_or_have_what_was_typed_in_them(string typed, params string[] expected) => NearName.Find(typed, Names).ShouldBe(expected);

    [Theory]
    [InlineData("glm-4.7", "gml-4.7", true)]
    [InlineData("gpt-5.2", "gpt-5.3", false)]
    [InlineData("o-large", "o-large", false)]
    [InlineData("o-large", "other", false)]
    public void Another_version_is_no_slip(string typed, string name, bool expected) => NearName.IsSlip(typed, name).ShouldBe(expected);

    [Fact]
    public void A_variable_that_is_not_set_is_told_with_those_that_are_near()
    {
        using TemporaryInstallation temporary = new TemporaryInstallation().File(".clawdbot/.env", "OPENAI_API_KEY=x\n");

        temporary.Open().EnvironmentFile.Missing("OPENAI_KEY").Message.ShouldEndWith("`moltbot env list` shows what is.");
        temporary.Open().EnvironmentFile.Missing("OPENAI_APIKEY").Message.ShouldEndWith("There is: OPENAI_API_KEY.");
    }

    [Fact]
    public void An_alias_that_is_not_there_is_told_with_those_that_are_near()
    {
        using TemporaryInstallation temporary = new TemporaryInstallation().Configuration("""{ agents: { defaults: { models: { "zai/x": { alias: "fast" } } } } }""");

        Should.Throw<MoltbotException>(() => temporary.Open().Models.PlanAliasRemoval("fats")).Message.ShouldBe("Alias not found: fats. There is: fast.");
    }
}
