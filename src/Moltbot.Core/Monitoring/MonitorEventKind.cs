namespace Moltbot.Core.Monitoring;

/// <summary>What there is to tell of a credential.</summary>
public enum MonitorEventKind
{
    /// <summary>It will expire: <c>expiring</c>.</summary>
    Expiring,

    /// <summary>It has expired: <c>expired</c>.</summary>
    Expired,

    /// <summary>A provider in use has none, or it does not say when it expires: <c>missing</c>.</summary>
    Missing,

    /// <summary>Its provider does not take it any more: <c>refused</c>.</summary>
    Refused,

    /// <summary>A sign-in that is due could not be renewed this time: <c>not renewed</c>.</summary>
    NotRenewed,

    /// <summary>It is disabled, as for a billing problem: <c>disabled</c>.</summary>
    Disabled,

    /// <summary>It rests for long after failures: <c>resting</c>.</summary>
    Resting,

    /// <summary>A window of a plan is nearly used: <c>quota</c>.</summary>
    QuotaNearlyUsed,

    /// <summary>Something could not be looked at, so nobody knows how it is: <c>not read</c>.</summary>
    NotRead,

    /// <summary>What was told before is over: <c>recovered</c>.</summary>
    Recovered,
}
