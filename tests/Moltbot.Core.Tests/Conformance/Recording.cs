using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What the conformance tests of all kinds share.</summary>
internal static class Recording
{
    /// <summary>The cases of a kind as theory data.</summary>
    public static TheoryData<string> Cases(string kind) => [.. ConformanceVectors.Ids(kind)];

    /// <summary>A case whose expectation is ours: every deviation that is about it has been applied, and is shown.</summary>
    public static ConformanceCase Open(string kind, string id)
    {
        ConformanceCase recorded = ConformanceVectors.Case(kind, id);
        foreach (string name in Deviation.Apply(recorded, AllDeviations))
            TestContext.Current.TestOutputHelper?.WriteLine($"deviation {name}");

        return recorded;
    }

    /// <summary>Every rule, by name, so that they apply in one order.</summary>
    private static IEnumerable<Deviation> AllDeviations { get; } = [.. typeof(Recording).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Deviation)))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .Select(type => (Deviation)Activator.CreateInstance(type)!)];
}
