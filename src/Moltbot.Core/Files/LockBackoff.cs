namespace Moltbot.Core.Files;

/// <summary>
/// How long to wait between the attempts to take a lock: as long in total as the gateway does (docs/gateway/credentials.md
/// §7, "Retry"), but never longer than a second at a time, so that nobody is passed over while many others come and go.
/// </summary>
internal sealed record LockBackoff
{
    /// <summary>How many waits there are, each followed by one more attempt.</summary>
    public int Retries { get; init; } = 48;

    /// <summary>The lower end of the range that the first wait is drawn from. It doubles with each further wait.</summary>
    public TimeSpan Shortest { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>No wait is longer.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Draws all waits, in whole milliseconds and ascending: about 45.5 to 46.4 seconds in total unless changed.</summary>
    public TimeSpan[] Draw(Random random)
    {
        double[] milliseconds = new double[Retries];
        for (int retry = 0; retry < Retries; retry++)
        {
            double spread = 1 + random.NextDouble(); // less than 2, so that no wait is shorter than the one before
            double drawn = Math.Floor((spread * Shortest.TotalMilliseconds * Math.Pow(2, retry)) + 0.5);
            milliseconds[retry] = Math.Min(drawn, Longest.TotalMilliseconds);
        }

        return Array.ConvertAll(milliseconds, TimeSpan.FromMilliseconds);
    }
}
