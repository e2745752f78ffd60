using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>An empty token that was kept is none, and a new one is fetched. The reference sends it.</summary>
internal sealed class AnEmptyTokenIsNone : Deviation
{
    public override IReadOnlyList<string> Kinds => ["copilot-token"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["ok"]?["token"]?.GetValue<string>() != "")
            return false;

        JsonObject without = recorded.Input.DeepClone().AsObject();
        without.Remove("files");
        return Expect(recorded, CopilotTokenOutcome.OfAsync(without).GetAwaiter().GetResult());
    }
}
