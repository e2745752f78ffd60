using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>The time of the tests, which goes on: what waits comes to its end.</summary>
internal sealed class GoingTime : TimeProvider
{
    private readonly TimeSpan ahead = TestClock.Now - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
