using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// Nothing of a secret is left, where the reference leaves the ends of a long one, hides it in another place than its own,
/// or hides so much of it that its next pattern does not see the rest. Secrets that it does not know are hidden too, so
/// what we show is what is left when that is looked at again.
/// </summary>
internal sealed class StricterThanTheGateway : Deviation
{
    public override IReadOnlyList<string> Kinds => ["redact"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string text = recorded.Input.Text("text")!;
        string shown = recorded.Expected.Text("text")!;
        string whole = recorded.Input.Text("fn") != "secrets" && shown == RecordedRedaction.ForLogs(text) ? RecordedRedaction.Whole(text) : shown;

        string ours = Redaction.Hide(whole);
        recorded.Expected["text"] = ours;
        return ours != shown;
    }
}
