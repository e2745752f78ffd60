namespace Moltbot.Core.Sessions;

/// <summary>Why a pin does not hold, so that the gateway takes it away with the next message.</summary>
public enum PinProblem
{
    /// <summary>It holds.</summary>
    None,

    /// <summary>The configuration does not allow the pinned model.</summary>
    ModelNotAllowed,

    /// <summary>No such profile is stored.</summary>
    ProfileMissing,

    /// <summary>The profile is the agent's own, and the gateway looks for pinned profiles in the main agent's store.</summary>
    ProfileNotInMain,

    /// <summary>The profile is for another provider than the session's model.</summary>
    ProfileOfOtherProvider,

    /// <summary>The profile is not tried: the order leaves it out, its secret is missing or expired, or the configuration describes it differently.</summary>
    ProfileNotTried,
}
