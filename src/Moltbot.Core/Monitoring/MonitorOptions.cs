namespace Moltbot.Core.Monitoring;

/// <summary>How a pass goes where that differs from the settings.</summary>
public sealed record MonitorOptions
{
    /// <summary>The only agent to look at, or <see langword="null"/> for all.</summary>
    public string? Agent { get; init; }

    /// <summary>How long before its end a sign-in is renewed; <see langword="null"/> for what the settings say, nothing for none.</summary>
    public TimeSpan? RefreshWithin { get; init; }

    /// <summary>Whether providers are asked whether they accept the credentials, also where the settings do not want that.</summary>
    public bool Probe { get; init; }

    /// <summary>Whether nothing is renewed, sent or written, and only found out what would be sent.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Where the metrics are written after the pass, or <see langword="null"/>.</summary>
    public string? MetricsPath { get; init; }

    /// <summary>Whether the metrics name no agent, profile and address.</summary>
    public bool Anonymous { get; init; }
}
