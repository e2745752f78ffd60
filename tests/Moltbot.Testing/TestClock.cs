namespace Moltbot.Testing;

/// <summary>The time at which tests take place unless they say otherwise.</summary>
public static class TestClock
{
    /// <summary>Noon of a winter's day.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The same in milliseconds since the Unix epoch.</summary>
    public static double NowMilliseconds { get; } = Now.ToUnixTimeMilliseconds();

    /// <summary>A clock that stands at that time.</summary>
    public static ManualTimeProvider Standing() => new(Now);
}
