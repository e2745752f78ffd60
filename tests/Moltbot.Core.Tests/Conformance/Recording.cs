using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What the conformance tests of all kinds share.</summary>
internal static class Recording
{
    /// <summary>Every rule, by name.</summary>
    public static DeviationRules Rules { get; } = DeviationRules.Of(typeof(Recording));

    /// <summary>A case whose expectation is ours: every deviation that is about it has been applied, and is shown.</summary>
    public static ConformanceCase Open(string kind, string id)
    {
        ConformanceCase recorded = Rules.Open(RecordingFolder.Repeated, kind, id, out IReadOnlyList<string> applied);
        foreach (string name in applied)
            TestContext.Current.TestOutputHelper?.WriteLine($"deviation {name}");

        return recorded;
    }
}
