namespace Moltbot.Core.Selection;

/// <summary>The names of <see cref="CandidateState"/>.</summary>
internal static class CandidateStates
{
    /// <summary>The name of a state for people and in JSON.</summary>
    public static string ToName(this CandidateState state) => state switch
    {
        CandidateState.Chosen => "used",
        CandidateState.Standby => "standby",
        CandidateState.Cooldown => "cooldown",
        CandidateState.Disabled => "disabled",
        CandidateState.Expired => "expired",
        CandidateState.NoSecret => "no secret",
        CandidateState.Unresolved => "unresolved",
        CandidateState.NotStored => "not stored",
        CandidateState.OtherProvider => "other provider",
        CandidateState.ModeMismatch => "mode mismatch",
        CandidateState.SetAside => "set aside",
        CandidateState.ExcludedByOrder => "not in order",
        _ => "shadowed",
    };
}
