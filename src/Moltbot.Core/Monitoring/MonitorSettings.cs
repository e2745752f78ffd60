using Moltbot.Core.Errors;

namespace Moltbot.Core.Monitoring;

/// <summary>What an installation's <c>monitor.json</c> says about its monitoring.</summary>
internal sealed record MonitorSettings
{
    /// <summary>When a credential that will expire is told of.</summary>
    public MonitorThresholds Warn { get; init; } = MonitorThresholds.Usual;

    /// <summary>How long before its end a sign-in is renewed; <see langword="null"/> when none is.</summary>
    public TimeSpan? RefreshWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether providers are asked whether they accept the credentials.</summary>
    public bool Probe { get; init; }

    /// <summary>How much of a window of a plan may be used before that is told, in percent; <see langword="null"/> when nobody is asked.</summary>
    public double? QuotaPercent { get; init; }

    /// <summary>How long a credential may rest before that is told.</summary>
    public TimeSpan Resting { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long something that lasts is not told again.</summary>
    public TimeSpan Repeat { get; init; } = TimeSpan.FromHours(24);

    /// <summary>When only what is urgent is told, or <see langword="null"/>.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>By what people are told, in the order of the file.</summary>
    public IReadOnlyList<ChannelSettings> Channels { get; init; } = [];

    /// <summary>What is called after every good pass, or <see langword="null"/>.</summary>
    public ChannelValue? DeadMan { get; init; }

    /// <summary>What is wrong with the file, each with line and column; the rest counts nevertheless.</summary>
    public IReadOnlyList<MoltbotException> Problems { get; init; } = [];
}
