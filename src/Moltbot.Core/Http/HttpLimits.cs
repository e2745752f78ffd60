namespace Moltbot.Core.Http;

/// <summary>How long a request may take, and how much of an answer is read.</summary>
/// <param name="Connect">The time for finding the host, connecting and agreeing on keys.</param>
/// <param name="Whole">The time from the start of a request to the last byte of its answer, retries included.</param>
/// <param name="MostBytes">The size of an answer without its headers, decompressed, in bytes.</param>
internal sealed record HttpLimits(TimeSpan Connect, TimeSpan Whole, long MostBytes)
{
    /// <summary>Whether what could not be sent is sent again; not where a person waits for something else.</summary>
    public bool MayRetry { get; init; } = true;

    /// <summary>For questions that are answered with a few lines of JSON, as those of OAuth are.</summary>
    public static HttpLimits SmallAnswer { get; } = new(Connect: TimeSpan.FromSeconds(10), Whole: TimeSpan.FromSeconds(30), MostBytes: 1024 * 1024);
}
