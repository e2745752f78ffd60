namespace Moltbot.Core.Monitoring;

/// <summary>How urgent it is that somebody hears of something.</summary>
public enum MonitorSeverity
{
    /// <summary>To be known, with days of time: <c>notice</c>.</summary>
    Notice,

    /// <summary>Something is to be done within a day: <c>warning</c>.</summary>
    Warning,

    /// <summary>Something is to be done within hours: <c>error</c>.</summary>
    Error,

    /// <summary>It does not work any more: <c>critical</c>.</summary>
    Critical,
}
