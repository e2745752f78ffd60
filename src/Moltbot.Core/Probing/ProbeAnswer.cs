namespace Moltbot.Core.Probing;

/// <summary>What a provider answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">What it holds, as far as it was read. It may be secret.</param>
internal sealed record ProbeAnswer(int Status, string Body)
{
    /// <summary>The header fields, by name in whatever case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there was more of the body than is read.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether the provider says that it did what was asked.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What time it was by the clock of whoever answered, or <see langword="null"/> where that is not said.</summary>
    public DateTimeOffset? Date => RetryDelay.DateIn(Header("date"));

    /// <summary>A header field, or <see langword="null"/>.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
