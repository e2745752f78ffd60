namespace Moltbot.Core.Importing;

/// <summary>What stands in the way of a credential that was put in, or is left to do.</summary>
public enum ImportNoteKind
{
    /// <summary>Nothing is known that would use a credential of this provider.</summary>
    ProviderUnknown,

    /// <summary>An explicit order leaves the profile out.</summary>
    LeftOutOfOrder,

    /// <summary>The configuration says that the profile is of another provider or kind.</summary>
    ConfiguredOtherwise,

    /// <summary>Another credential comes first.</summary>
    OtherCredentialFirst,

    /// <summary>The secret that the profile had is still where it was kept.</summary>
    SecretLeftBehind,

    /// <summary>The profile is in cooldown or disabled, which the same secret has earned.</summary>
    Resting,

    /// <summary>Something else keeps the profile from being used.</summary>
    NotUsable,

    /// <summary>Nothing: a cooldown or being disabled, which the old secret had earned, has ended.</summary>
    RestEnded,
}
