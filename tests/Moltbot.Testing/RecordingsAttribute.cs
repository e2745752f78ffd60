using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Moltbot.Testing;

/// <summary>
/// Runs a theory for every recording of a kind, by its id. A kind that the project's own folder lacks is a failure; one
/// that a folder named for this run leaves out is skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingsAttribute(string kind) : DataAttribute
{
    /// <summary>The kind.</summary>
    public string Kind => kind;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new(RecordingFolder.Repeated.LeavesOut(kind) ? [LeftOut()] : [.. RecordingFolder.Repeated.Ids(kind).Select(id => new TheoryDataRow<string>(id))]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;

    private TheoryDataRow<string> LeftOut() =>
        new("") { Skip = SkipReason.NamedFolder.Explain($"MOLTBOT_CONFORMANCE names a folder without {kind}.jsonl.") };
}
