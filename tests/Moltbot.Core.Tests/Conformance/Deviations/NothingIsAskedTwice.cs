using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Tests.Probing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// The first answer is the answer. The reference asks up to a dozen times after refusals of the moment, until its limit is
/// over, and tells that then, or what came last.
/// </summary>
internal sealed class NothingIsAskedTwice : Deviation
{
    public override IReadOnlyList<string> Kinds => ["probe"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["requests"].AsNumber() is not > 1)
            return false;

        return Expect(recorded, new JsonObject
        {
            ["status"] = RecordedAnswers.Meaning(ProbeTests.NameOf(recorded.Input), recorded.Input.Text("apiKind")!),
            ["requests"] = 1,
            ["store"] = recorded.Expected["store"]?.DeepClone(),
        });
    }
}
