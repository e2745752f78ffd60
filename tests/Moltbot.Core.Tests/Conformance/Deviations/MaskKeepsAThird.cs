using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A mask shows at most a third of a secret, where the reference shows up to all of it.</summary>
internal sealed class MaskKeepsAThird : Deviation
{
    public override IReadOnlyList<string> Kinds => ["text"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Input.Text("fn") != "maskApiKey")
            return false;

        string shown = recorded.Expected.Text("value")!;
        string ours = RecordedMask.Ours(shown, recorded.Input["args"]!.AsObject().Text("value")!);
        recorded.Expected["value"] = ours;
        return ours != shown;
    }
}
