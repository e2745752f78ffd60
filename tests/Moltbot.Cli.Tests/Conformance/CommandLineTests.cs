using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

public sealed class CommandLineTests
{
    [Theory]
    [Recordings("cli")]
    public void The_command_line_does_what_was_recorded(string id)
    {
        ConformanceCase recorded = RecordedCase.Open("cli", id);
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows() || recorded.Input["env"]?["SHELL"] is null, "Windows has no login shell.");

        JsonObject expected = RecordedRun.Comparable(recorded.Expected);
        JsonDifference.Find(expected, RecordedRun.Repeat(recorded.Input, expected)).ShouldBeNull();
    }
}
