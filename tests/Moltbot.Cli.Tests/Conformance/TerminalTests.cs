using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

public sealed class TerminalTests
{
    [Theory]
    [Recordings("pty")]
    public void On_a_terminal_the_command_line_does_what_was_recorded(string id)
    {
        ConformanceCase recorded = RecordedCase.Open("pty", id);

        recorded.Expected.Remove("errorLine");
        JsonDifference.Find(recorded.Expected, RecordedRun.RepeatOnTerminal(recorded.Input, recorded.Expected)).ShouldBeNull();
    }
}
