namespace Moltbot.Core.Auditing;

/// <summary>What kind of exposure was found.</summary>
public enum SecretFindingCode
{
    /// <summary>A secret stands in a file as it is (<c>PLAINTEXT_FOUND</c>).</summary>
    PlaintextFound,

    /// <summary>A reference leads to no secret (<c>REF_UNRESOLVED</c>).</summary>
    RefUnresolved,

    /// <summary>A plain secret stands beside a reference that wins over it (<c>REF_SHADOWED</c>).</summary>
    RefShadowed,

    /// <summary>A file of an older layout with credentials in it is still there (<c>LEGACY_RESIDUE</c>).</summary>
    LegacyResidue,

    /// <summary>Others can read or change a file that holds credentials (<c>PERMISSIONS_TOO_OPEN</c>).</summary>
    PermissionsTooOpen,

    /// <summary>What stands in the place of a secret cannot be one that a provider accepts (<c>NOT_A_SECRET</c>).</summary>
    NotASecret,
}
