using Moltbot.Core.Tests.Probing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A credential is fine when an answer proves it. Without fallback models the reference says so of every answer, and with them of some.</summary>
internal sealed class OnlyAProofIsOk : Deviation
{
    public override IReadOnlyList<string> Kinds => ["probe"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string answer = ProbeTests.NameOf(recorded.Input);
        if (recorded.Expected.Text("status") != "ok" || (answer == "tls" && ProbeTests.IsTrusted(recorded.Input)))
            return false;

        string meaning = RecordedAnswers.Meaning(answer, recorded.Input.Text("apiKind")!);
        recorded.Expected["status"] = meaning;
        return meaning != "ok";
    }
}
