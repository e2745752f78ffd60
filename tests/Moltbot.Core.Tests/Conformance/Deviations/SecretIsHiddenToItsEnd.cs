using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A named secret ends at white space or at a quote. In its short redaction the reference lets it end at the first "s"
/// and go on over blanks, so that the rest of the secret stays readable and what follows a short one does not.
/// </summary>
internal sealed class SecretIsHiddenToItsEnd : Deviation
{
    public override IReadOnlyList<string> Kinds => ["redact"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string text = recorded.Input.Text("text")!;
        string shown = recorded.Expected.Text("text")!;
        if (recorded.Input.Text("fn") != "secrets" || RecordedRedaction.ForStatus(text) != shown)
            return false;

        string ours = RecordedRedaction.Whole(text);
        recorded.Expected["text"] = ours;
        return ours != shown;
    }
}
