using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>Who asks whether a key works changes nothing. The reference takes a key out of the rotation for it, or puts one back.</summary>
internal sealed class AProbeLeavesTheStoreAlone : Deviation
{
    public override IReadOnlyList<string> Kinds => ["probe"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        bool changes = recorded.Expected["store"] is not null;
        recorded.Expected["store"] = null;
        return changes;
    }
}
