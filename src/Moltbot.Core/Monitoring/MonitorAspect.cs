namespace Moltbot.Core.Monitoring;

/// <summary>Which side of a credential something is about. A pass that has not looked at a side knows nothing of it.</summary>
internal enum MonitorAspect
{
    /// <summary>How long it is good for.</summary>
    Validity,

    /// <summary>Whether it could be renewed.</summary>
    Renewal,

    /// <summary>Whether it rests.</summary>
    Rest,

    /// <summary>Whether there is one for a provider.</summary>
    Presence,

    /// <summary>Whether it could be looked at.</summary>
    Reading,

    /// <summary>What its provider says.</summary>
    Probe,

    /// <summary>How much of a plan is left.</summary>
    Quota,
}
