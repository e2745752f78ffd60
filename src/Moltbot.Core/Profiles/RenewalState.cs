namespace Moltbot.Core.Profiles;

/// <summary>How far a renewal of a sign-in has come.</summary>
internal enum RenewalState
{
    /// <summary>The refresh token is on its way, or was when the process ended.</summary>
    Sent,

    /// <summary>The answer has come, and may not be in all stores yet.</summary>
    Answered,

    /// <summary>The provider does not take the refresh token any more.</summary>
    Rejected,
}
