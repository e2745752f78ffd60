namespace Moltbot.Core.Importing;

/// <summary>Why a credential that was put in may not be used.</summary>
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
}
