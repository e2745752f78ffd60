using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class RedactionConformanceTests
{
    [Theory]
    [Recordings("redact")]
    public void What_is_left_of_a_text_is_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("redact", id);

        Redaction.Hide(recorded.Input.Text("text")!).ShouldBe(recorded.Expected.Text("text"));
    }

    [Theory]
    [Recordings("redact")]
    public void What_is_hidden_stays_hidden_when_it_is_looked_at_again(string id)
    {
        string shown = Redaction.Hide(Recording.Open("redact", id).Input.Text("text")!);

        Redaction.Hide(shown).ShouldBe(shown);
    }
}
