using Moltbot.Core.Tests.Probing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// That no answer came in time, that a host was not reached, that an account has to pay and that only Claude Code may use a
/// token are told as such, and an answer that makes no sense as unknown. The reference knows less of them, or mistakes them.
/// </summary>
internal sealed class AProbeTellsTheCause : Deviation
{
    private static readonly string[] Mistaken =
        ["hang", "stall", "drip", "refused", "dns", "tls", "plain-on-tls", "reset", "quota", "ra60", "429", "ra2", "claudecode400", "html", "empty"];

    public override IReadOnlyList<string> Kinds => ["probe"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string answer = ProbeTests.NameOf(recorded.Input);
        string meaning = RecordedAnswers.Meaning(answer, recorded.Input.Text("apiKind")!);
        if (recorded.Expected.Text("status") is "ok" || !Mistaken.Contains(answer) || recorded.Expected.Text("status") == meaning)
            return false;

        recorded.Expected["status"] = meaning;
        return true;
    }
}
