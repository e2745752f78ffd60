namespace Moltbot.Core.Monitoring;

/// <summary>What one channel has accepted and is not over, by what it is about.</summary>
internal sealed record ChannelMemory(IReadOnlyDictionary<string, ToldEvent> Told)
{
    /// <summary>Nothing.</summary>
    public static ChannelMemory Empty { get; } = new(new Dictionary<string, ToldEvent>(StringComparer.Ordinal));
}
