using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class DeviationRulesTests
{
    [Fact]
    public void A_rule_that_rewrites_nothing_is_told() =>
        new DeviationRules(new Rule("redact", rewrites: false), new Deviations.MaskKeepsAThird()).FindUnused().ShouldBe([nameof(Rule)]);

    [Fact]
    public void A_rule_without_a_reason_is_told() =>
        new DeviationRules(new Rule("redact", rewrites: true), new Deviations.MaskKeepsAThird()).FindUndocumented().ShouldBe([nameof(Rule)]);

    [Theory]
    [InlineData("text", 1)]
    [InlineData("order", 0)]
    public void A_rule_is_asked_about_its_kinds_only(string kind, int times)
    {
        DeviationRules rules = new(new Rule(kind, rewrites: true));

        rules.Open(RecordingFolder.OfProject, "text", RecordingFolder.OfProject.Ids("text").First(), out IReadOnlyList<string> applied);

        applied.Count.ShouldBe(times);
    }

    private sealed class Rule(string kind, bool rewrites) : Deviation
    {
        public override IReadOnlyList<string> Kinds => [kind];

        public override bool Rewrite(ConformanceCase recorded) => rewrites;
    }
}
