using System.Text.Json.Nodes;

namespace Moltbot.Core.Monitoring;

/// <summary>A channel as the settings declare it.</summary>
internal sealed record ChannelSettings(string Name, ChannelKind Kind)
{
    /// <summary>How long a channel may take, if nothing else is said.</summary>
    public static TimeSpan UsualLimit { get; } = TimeSpan.FromSeconds(15);

    /// <summary>What is told by it: this and what is more urgent.</summary>
    public MonitorSeverity Least { get; init; } = MonitorSeverity.Notice;

    /// <summary>How long it may take to accept a message.</summary>
    public TimeSpan Limit { get; init; } = UsualLimit;

    /// <summary>Its other values that may be secrets, by name.</summary>
    public IReadOnlyDictionary<string, ChannelValue> Values { get; init; } = new Dictionary<string, ChannelValue>(StringComparer.Ordinal);

    /// <summary>Its lists of texts, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lists { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What a webhook is sent instead of our JSON, or <see langword="null"/>.</summary>
    public JsonNode? Template { get; init; }

    /// <summary>What it is called and what it is, for people.</summary>
    public string Description => $"{Name} ({Kind.ToName()})";

    /// <summary>Plain text of a value that is not given by a reference, or <see langword="null"/>.</summary>
    public string? Text(string name) => Values.GetValueOrDefault(name)?.Text;
}
