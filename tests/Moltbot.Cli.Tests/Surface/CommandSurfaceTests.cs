using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Surface;

public sealed class CommandSurfaceTests
{
    [Fact]
    public void The_commands_are_those_that_were_reviewed() => ReviewedSurface.Compare("commands.txt", CommandSurface.Lines());
}
