using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Conformance.Deviations;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

public sealed class CommandLineTests
{
    private const string Kind = "cli";

    /// <summary>Every rule. What one rewrites the next one sees, so the place of the files is settled first.</summary>
    private static readonly Deviation[] Rules =
    [
        new ForeignSectionsAreLeftAlone(),
        new StatusShowsWhatCanBeRead(),
        new StateDirectoryIsNotRenamed(),
        new ReadingWritesNothing(),
        new AgentKeepsItsOwnChangesOnly(),
        new NothingToClearWritesNothing(),
        new OrderHasOneSpelling(),
        new KeysOfTheLoginShellAreNamed(),
        new NoInstallationIsPointedOut(),
        new MaskKeepsAThird(),
    ];

    public static TheoryData<string> Cases => [.. ConformanceVectors.Ids(Kind)];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void The_command_line_does_what_was_recorded(string id)
    {
        ConformanceCase recorded = ConformanceVectors.Case(Kind, id);
        foreach (string name in Deviation.Apply(recorded, Rules))
            TestContext.Current.TestOutputHelper?.WriteLine($"deviation {name}");

        JsonObject expected = RecordedRun.Comparable(recorded.Expected);
        JsonDifference.Find(expected, RecordedRun.Repeat(recorded.Input, expected)).ShouldBeNull();
    }

    [Fact]
    public void Every_rule_has_its_reason_in_the_documents()
    {
        string document = File.ReadAllText(Path.Combine(RepositoryLayout.Root, "docs", "compatibility.md"));

        Rules.ShouldAllBe(rule => document.Contains($"\n## {rule.Name}\n", StringComparison.Ordinal));
    }
}
