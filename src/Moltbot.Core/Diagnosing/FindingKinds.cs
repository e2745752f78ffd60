using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing;

/// <summary>Everything that can be found. Each kind has a paragraph in about_Moltbot_Doctor.</summary>
public static class FindingKinds
{
    private static readonly List<FindingKind> Kinds = [];

    // The installation as a whole
    internal static FindingKind InstallationMissing { get; } = Error("INSTALLATION_MISSING", "State integrity");
    internal static FindingKind InstallationHalfWay { get; } = Error("INSTALLATION_HALF_WAY", "State integrity");
    internal static FindingKind InstallationUnknown { get; } = Error("INSTALLATION_UNKNOWN", "State integrity");
    internal static FindingKind InstallationSecond { get; } = Note("INSTALLATION_SECOND", "State integrity");
    internal static FindingKind LegacyStateDirectory { get; } = Note("LEGACY_STATE_DIRECTORY", "Legacy state detected");
    internal static FindingKind LegacyAgentDirectory { get; } = Warning("LEGACY_AGENT_DIRECTORY", "Legacy state detected");
    internal static FindingKind LegacyResidue { get; } = Warning("LEGACY_RESIDUE", "Legacy state detected");
    internal static FindingKind ConfigLeftBehind { get; } = Note("CONFIG_LEFT_BEHIND", "Legacy state detected");
    internal static FindingKind MigrationArchive { get; } = Warning("MIGRATION_ARCHIVE", "Secrets in plain text");
    internal static FindingKind ClockOff { get; } = Warning("CLOCK_OFF", "Clock");

    // Directories and files
    internal static FindingKind DirectoryMissing { get; } = Warning("DIRECTORY_MISSING", "State integrity");
    internal static FindingKind DirectoryUnusable { get; } = Error("DIRECTORY_UNUSABLE", "State integrity");
    internal static FindingKind StateDirectoryOpen { get; } = Warning("STATE_DIRECTORY_OPEN", "State integrity");
    internal static FindingKind PermissionsTooOpen { get; } = Error("PERMISSIONS_TOO_OPEN", "Permissions");
    internal static FindingKind FileUnreadable { get; } = Error("FILE_UNREADABLE", "Files");
    internal static FindingKind FileNotRegular { get; } = Error("FILE_NOT_REGULAR", "Files");
    internal static FindingKind FileOwnerOther { get; } = Error("FILE_OWNER_OTHER", "Files");
    internal static FindingKind FileEncoding { get; } = Error("FILE_ENCODING", "Files");
    internal static FindingKind LinkBroken { get; } = Error("LINK_BROKEN", "Files");
    internal static FindingKind LockStale { get; } = Warning("LOCK_STALE", "Locks");
    internal static FindingKind LockObstructed { get; } = Error("LOCK_OBSTRUCTED", "Locks");
    internal static FindingKind LeftoverTemporary { get; } = Warning("LEFTOVER_TEMPORARY", "Leftovers");
    internal static FindingKind FileSetAside { get; } = Note("FILE_SET_ASIDE", "Leftovers");
    internal static FindingKind NotExamined { get; } = Error("NOT_EXAMINED", "Not examined");

    // Exposed secrets
    internal static FindingKind PlaintextFound { get; } = Note("PLAINTEXT_FOUND", "Secrets in plain text");
    internal static FindingKind BackupHoldsSecret { get; } = Warning("BACKUP_HOLDS_REMOVED_SECRET", "Secrets in plain text");
    internal static FindingKind RefShadowed { get; } = Warning("REF_SHADOWED", "Secrets in plain text");

    // References
    internal static FindingKind RefUnresolved { get; } = Error("REF_UNRESOLVED", "Secrets kept elsewhere");
    internal static FindingKind VaultNotRegistered { get; } = Error("VAULT_NOT_REGISTERED", "Secrets kept elsewhere");
    internal static FindingKind VaultLocked { get; } = Error("VAULT_LOCKED", "Secrets kept elsewhere");
    internal static FindingKind VaultUnavailable { get; } = Error("VAULT_UNAVAILABLE", "Secrets kept elsewhere");

    // The configuration
    internal static FindingKind ConfigMissing { get; } = Warning("CONFIG_MISSING", "Config");
    internal static FindingKind ConfigUnreadable { get; } = Error("CONFIG_UNREADABLE", "Config");
    internal static FindingKind ConfigInvalid { get; } = Error("CONFIG_INVALID", "Config");
    internal static FindingKind ConfigUnknownKey { get; } = Error("CONFIG_UNKNOWN_KEY", "Unknown config keys");
    internal static FindingKind ConfigLegacyKey { get; } = Error("CONFIG_LEGACY_KEY", "Legacy config keys detected");
    internal static FindingKind ConfigLegacyName { get; } = Warning("CONFIG_LEGACY_NAME", "Config");
    internal static FindingKind ConfigWarning { get; } = Note("CONFIG_WARNING", "Config warnings");
    internal static FindingKind ConfigProfileNotStored { get; } = Warning("CONFIG_PROFILE_NOT_STORED", "Auth profiles");
    internal static FindingKind OpenCodeOverride { get; } = Warning("OPENCODE_OVERRIDE", "OpenCode Zen");
    internal static FindingKind PluginDisabled { get; } = Warning("PLUGIN_DISABLED", "Plugins");

    // Variables
    internal static FindingKind EnvironmentFileUnreadable { get; } = Error("ENVIRONMENT_FILE_UNREADABLE", "Environment");
    internal static FindingKind EnvironmentKeyShadows { get; } = Warning("ENVIRONMENT_KEY_SHADOWS", "Environment");
    internal static FindingKind EnvironmentVariableOverridden { get; } = Warning("ENVIRONMENT_VARIABLE_OVERRIDDEN", "Environment");
    internal static FindingKind LoginShellFailed { get; } = Warning("LOGIN_SHELL_FAILED", "Environment");
    internal static FindingKind ServiceMissesVariable { get; } = Warning("SERVICE_MISSES_VARIABLE", "Gateway service");
    internal static FindingKind ServiceFileMissing { get; } = Error("SERVICE_ENVIRONMENT_FILE_MISSING", "Gateway service");
    internal static FindingKind ServiceElsewhere { get; } = Warning("SERVICE_OTHER_INSTALLATION", "Gateway service");
    internal static FindingKind ServiceOtherAccount { get; } = Warning("SERVICE_OTHER_ACCOUNT", "Gateway service");

    // Stores
    internal static FindingKind StoreUnreadable { get; } = Error("STORE_UNREADABLE", "Auth profiles");
    internal static FindingKind StoreMemberIgnored { get; } = Warning("STORE_MEMBER_IGNORED", "Auth profiles");
    internal static FindingKind DatabaseTooNew { get; } = Warning("DATABASE_TOO_NEW", "Databases");
    internal static FindingKind DatabaseQuarantined { get; } = Error("DATABASE_QUARANTINED", "Databases");
    internal static FindingKind OlderLayoutUnreadable { get; } = Warning("OLDER_LAYOUT_UNREADABLE", "Legacy state detected");

    // Profiles
    internal static FindingKind ProfileIgnored { get; } = Error("PROFILE_IGNORED", "Auth profiles");
    internal static FindingKind ProfileWithoutSecret { get; } = Error("PROFILE_WITHOUT_SECRET", "Auth profiles");
    internal static FindingKind ProfileSecretImpossible { get; } = Error("PROFILE_SECRET_IMPOSSIBLE", "Auth profiles");
    internal static FindingKind ProfileExpired { get; } = Error("AUTH_PROFILE_EXPIRED", "Model auth");
    internal static FindingKind ProfileExpiring { get; } = Warning("AUTH_PROFILE_EXPIRING", "Model auth");
    internal static FindingKind ProfileExpiryMissing { get; } = Warning("AUTH_PROFILE_EXPIRY_MISSING", "Model auth");
    internal static FindingKind ProfileRejected { get; } = Error("AUTH_PROFILE_REJECTED", "Model auth");
    internal static FindingKind ProfileCooldown { get; } = Note("AUTH_PROFILE_COOLDOWN", "Auth profile cooldowns");
    internal static FindingKind ProfileDisabled { get; } = Warning("AUTH_PROFILE_DISABLED", "Auth profile cooldowns");
    internal static FindingKind ProfileCooldownTooLong { get; } = Warning("AUTH_PROFILE_COOLDOWN_TOO_LONG", "Auth profile cooldowns");
    internal static FindingKind ProfileDeprecated { get; } = Warning("AUTH_PROFILE_DEPRECATED", "Auth profiles");
    internal static FindingKind ProfileIdOutdated { get; } = Warning("AUTH_PROFILE_ID_OUTDATED", "Auth profiles");
    internal static FindingKind ProfileNotConfigured { get; } = Warning("PROFILE_NOT_CONFIGURED", "Auth profiles");
    internal static FindingKind ProfileModeMismatch { get; } = Error("PROFILE_MODE_MISMATCH", "Auth profiles");
    internal static FindingKind OrderNamesUnknown { get; } = Warning("ORDER_NAMES_UNKNOWN_PROFILE", "Auth order");
    internal static FindingKind OrderNamesOtherProvider { get; } = Warning("ORDER_NAMES_OTHER_PROVIDER", "Auth order");
    internal static FindingKind LastGoodUnknown { get; } = Note("LAST_GOOD_UNKNOWN", "Auth profiles");
    internal static FindingKind UsageOfUnknown { get; } = Note("USAGE_OF_UNKNOWN_PROFILE", "Auth profiles");
    internal static FindingKind ProviderWithoutCredential { get; } = Error("PROVIDER_WITHOUT_CREDENTIAL", "Model auth");

    // Sign-ins
    internal static FindingKind RefreshTokenShared { get; } = Warning("REFRESH_TOKEN_SHARED", "Sign-ins");
    internal static FindingKind RenewalInterrupted { get; } = Warning("RENEWAL_INTERRUPTED", "Sign-ins");
    internal static FindingKind SignInRenewalFailed { get; } = Error("SIGN_IN_RENEWAL_FAILED", "Sign-ins");
    internal static FindingKind SignInBeingRenewed { get; } = Note("SIGN_IN_BEING_RENEWED", "Sign-ins");
    internal static FindingKind SignInPending { get; } = Warning("SIGN_IN_PENDING", "Sign-ins");
    internal static FindingKind EndpointsInvalid { get; } = Error("ENDPOINTS_INVALID", "Sign-ins");
    internal static FindingKind EndpointsReplaced { get; } = Note("ENDPOINTS_REPLACED", "Sign-ins");

    // What providers say
    internal static FindingKind ProbeRefused { get; } = Error("PROBE_REFUSED", "Model auth");
    internal static FindingKind ProbeUndecided { get; } = Warning("PROBE_UNDECIDED", "Model auth");

    // Sessions
    internal static FindingKind SessionsUnreadable { get; } = Error("SESSIONS_UNREADABLE", "Sessions");
    internal static FindingKind SessionIgnored { get; } = Warning("SESSION_IGNORED", "Sessions");
    internal static FindingKind SessionPinBroken { get; } = Warning("SESSION_PIN_BROKEN", "Sessions");
    internal static FindingKind SessionTranscriptMissing { get; } = Note("SESSION_TRANSCRIPT_MISSING", "Sessions");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<FindingKind> All => Kinds;

    /// <summary>The kind with an id, whatever its case.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>, naming those that may be meant.</exception>
    public static FindingKind Find(string id) =>
        Kinds.Find(kind => kind.Id.Equals(EcmaScriptText.Trim(id), StringComparison.OrdinalIgnoreCase)) ?? throw MoltbotException.About(id, ErrorCode.InvalidArgument,
            $"There is no finding \"{id}\". {NearName.Hint(id, Kinds.Select(kind => kind.Id)) ?? "about_Moltbot_Doctor lists all that there are."}");

    private static FindingKind Note(string id, string title) => New(id, FindingSeverity.Note, title);

    private static FindingKind Warning(string id, string title) => New(id, FindingSeverity.Warning, title);

    private static FindingKind Error(string id, string title) => New(id, FindingSeverity.Error, title);

    private static FindingKind New(string id, FindingSeverity severity, string title)
    {
        FindingKind kind = new(id, severity, title);
        Kinds.Add(kind);
        return kind;
    }
}
