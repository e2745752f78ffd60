using Moltbot.Cli.Tests.Conformance.Deviations;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

/// <summary>What the conformance tests of both kinds share.</summary>
internal static class RecordedCase
{
    /// <summary>Every rule. What one rewrites the next one sees, so the place of the files is settled first.</summary>
    public static DeviationRules Rules { get; } = new(
    [
        new ForeignSectionsAreLeftAlone(),
        new StatusShowsWhatCanBeRead(),
        new StateDirectoryIsNotRenamed(),
        new ReadingWritesNothing(),
        new AgentKeepsItsOwnChangesOnly(),
        new NothingToClearWritesNothing(),
        new AgentIsNamedByItsId(),
        new OrderHasOneSpelling(),
        new NothingToSendIsNoCredential(),
        new KeysOfTheLoginShellAreNamed(),
        new NoInstallationIsPointedOut(),
        new ASignInSaysThatItRenewsItself(),
        new MaskKeepsAThird(),
        new ConfigurationIsEditedInPlace(),
        new AnErrorIsNoAnswer(),
        new RuntimeRoutesAreTheGateways(),
        new SubscriptionsAreTheGateways(),
        new LaterMaskKeepsAThird(),
        new OnlyWhatIsNamedChanges(),
        new ADatabaseIsTheGateways(),
        new AChangeIsOfTheAgentThatIsNamed(),
        new AnOrderIsClearedWhereItIs(),
        new AnotherKindIsNotReplacedUnasked(),
        new ANewSecretEndsTheRest(),
    ]);

    /// <summary>A case whose expectation is ours: every deviation that is about it has been applied, and is shown.</summary>
    public static ConformanceCase Open(string kind, string id)
    {
        ConformanceCase recorded = Rules.Open(RecordingFolder.Repeated, kind, id, out IReadOnlyList<string> applied);
        foreach (string name in applied)
            TestContext.Current.TestOutputHelper?.WriteLine($"deviation {name}");

        return recorded;
    }
}
