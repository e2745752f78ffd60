using Moltbot.Core.Installation;

namespace Moltbot.Core.Tests.Installation;

/// <summary>The normal form of agent ids (docs/gateway/models.md §13, §14).</summary>
public sealed class AgentIdTests
{
    private static readonly string SixtyFour = new('a', 64);

    [Theory]
    [InlineData(null, "main")]
    [InlineData("", "main")]
    [InlineData("  ", "main")]
    [InlineData("Main", "main")]
    [InlineData(" Ops Team! ", "ops-team")]
    [InlineData("_x", "_x")]
    [InlineData("-abc-", "abc")]
    [InlineData("a-b-", "a-b-")]
    [InlineData("日本", "main")]
    [InlineData("../evil", "evil")]
    [InlineData("a.b", "a-b")]
    [InlineData("a..b", "a-b")]
    [InlineData("---", "main")]
    public void Every_text_stands_for_an_id(string? text, string expected) => AgentId.Parse(text).Value.ShouldBe(expected);

    [Fact]
    public void An_id_is_cut_to_64_characters() => AgentId.Parse(new string('A', 70)).Value.ShouldBe(SixtyFour);

    [Fact]
    public void An_id_is_cut_after_dashes_have_been_stripped() =>
        AgentId.Parse(SixtyFour[1..] + "-b").Value.ShouldBe(SixtyFour[1..] + "-");

    [Fact]
    public void An_id_of_64_characters_is_not_cut() => AgentId.Parse(SixtyFour).Value.ShouldBe(SixtyFour);

    [Fact]
    public void Two_spellings_of_an_id_are_equal() => AgentId.Parse(" OPS ").ShouldBe(AgentId.Parse("ops"));

    [Fact]
    public void An_id_never_leads_out_of_its_directory() =>
        AgentId.Parse("..").Value.ShouldBe("main");
}
