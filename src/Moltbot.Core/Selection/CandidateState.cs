namespace Moltbot.Core.Selection;

/// <summary>What becomes of a candidate, and if it is not used, why.</summary>
public enum CandidateState
{
    /// <summary>It is what is used now.</summary>
    Chosen,

    /// <summary>It could be used, and is tried when those before it fail.</summary>
    Standby,

    /// <summary>It is in cooldown after a failure.</summary>
    Cooldown,

    /// <summary>It is disabled for a while, as for a billing problem.</summary>
    Disabled,

    /// <summary>Its time has passed, and it cannot be renewed.</summary>
    Expired,

    /// <summary>There is nothing in it that could be sent.</summary>
    NoSecret,

    /// <summary>Its secret is kept elsewhere and cannot be had.</summary>
    Unresolved,

    /// <summary>It is named, but there is no such profile.</summary>
    NotStored,

    /// <summary>It is another provider's.</summary>
    OtherProvider,

    /// <summary>The configuration says something else about it than what is stored.</summary>
    ModeMismatch,

    /// <summary>The order that is in force does not name it.</summary>
    ExcludedByOrder,

    /// <summary>The gateway keeps it for later, or for one person, so that no agent uses it.</summary>
    SetAside,

    /// <summary>It could be used, but something that comes first hides it, even while that cannot be used.</summary>
    Shadowed,
}
