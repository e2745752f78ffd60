namespace Moltbot.Core.Installation;

/// <summary>How a gateway keeps credentials, settings and sessions.</summary>
public enum LayoutKind
{
    /// <summary>In JSON files, as the gateways of January 2026 do. A place with nothing in it counts as this, too.</summary>
    January,

    /// <summary>In databases, as the gateways do that are called openclaw (docs/gateway/later.md §2).</summary>
    Today,

    /// <summary>That cannot be told, because what would tell it must not be looked at.</summary>
    Unknown,
}
