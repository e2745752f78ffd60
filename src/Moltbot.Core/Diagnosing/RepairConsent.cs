namespace Moltbot.Core.Diagnosing;

/// <summary>What it takes for a repair to be made.</summary>
public enum RepairConsent
{
    /// <summary>Nothing but the wish that repairs are made: nothing can be lost, and nobody can want it otherwise.</summary>
    Unasked,

    /// <summary>A yes, or the wish that repairs are made where a person sits who could be asked.</summary>
    Asked,

    /// <summary>A yes to this repair, or that all is to be forced: it removes a secret or something that may still be wanted.</summary>
    Forced,
}
