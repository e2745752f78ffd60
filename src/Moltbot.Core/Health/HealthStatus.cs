namespace Moltbot.Core.Health;

/// <summary>How well a credential is.</summary>
public enum HealthStatus
{
    /// <summary>It does not expire.</summary>
    Static,

    /// <summary>It expires, but not soon.</summary>
    Ok,

    /// <summary>It expires soon.</summary>
    Expiring,

    /// <summary>Its time has passed.</summary>
    Expired,

    /// <summary>There is none, or it should expire and says no time.</summary>
    Missing,
}
