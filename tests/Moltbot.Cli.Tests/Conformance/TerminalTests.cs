using Moltbot.Cli.Tests.Conformance.Deviations;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

public sealed class TerminalTests
{
    private const string Kind = "pty";

    private static readonly Deviation[] Rules =
    [
        new ForeignSectionsAreLeftAlone(),
        new ConfigurationIsEditedInPlace(),
    ];

    public static TheoryData<string> Cases => [.. ConformanceVectors.Ids(Kind)];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void On_a_terminal_the_command_line_does_what_was_recorded(string id)
    {
        ConformanceCase recorded = ConformanceVectors.Case(Kind, id);
        foreach (string name in Deviation.Apply(recorded, Rules))
            TestContext.Current.TestOutputHelper?.WriteLine($"deviation {name}");

        recorded.Expected.Remove("errorLine");
        JsonDifference.Find(recorded.Expected, RecordedRun.RepeatOnTerminal(recorded.Input, recorded.Expected)).ShouldBeNull();
    }

    [Fact]
    public void Every_rule_has_its_reason_in_the_documents()
    {
        string document = File.ReadAllText(Path.Combine(RepositoryLayout.Root, "docs", "compatibility.md"));

        Rules.ShouldAllBe(rule => document.Contains($"\n## {rule.Name}\n", StringComparison.Ordinal));
    }
}
