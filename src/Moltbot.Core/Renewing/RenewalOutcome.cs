namespace Moltbot.Core.Renewing;

/// <summary>What became of a sign-in that may have had to be renewed.</summary>
public enum RenewalOutcome
{
    /// <summary>It lasts long enough as it is.</summary>
    Current,

    /// <summary>The provider has given a new access token.</summary>
    Renewed,

    /// <summary>Somebody else had renewed it already; nothing was sent.</summary>
    TakenOver,

    /// <summary>It could not be renewed.</summary>
    Failed,
}
