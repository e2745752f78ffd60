using Moltbot.Core.Diagnosing;

namespace Moltbot.Core.Migrating;

/// <summary>Something that a migration can do to an installation.</summary>
/// <param name="Id">The name by which scripts know it.</param>
/// <param name="Severity">An error for what is lost, a warning for what is left behind, a note for what is different afterwards.</param>
internal sealed record MigrationKind(string Id, FindingSeverity Severity)
{
    // The installation as a whole
    public static MigrationKind DirectoryIgnored { get; } = Lost("STATE_DIRECTORY_IGNORED");
    public static MigrationKind VariableIgnored { get; } = Lost("VARIABLE_IGNORED");
    public static MigrationKind AlreadyMoved { get; } = Changed("ALREADY_MOVED");

    // The configuration
    public static MigrationKind ConfigIgnored { get; } = Lost("CONFIG_IGNORED");
    public static MigrationKind ConfigRefused { get; } = Lost("CONFIG_REFUSED");
    public static MigrationKind SettingRemoved { get; } = Lost("SETTING_REMOVED");
    public static MigrationKind ConfigStays { get; } = Left("CONFIG_LEFT_BEHIND");
    public static MigrationKind KeyCopied { get; } = Left("KEY_COPIED");
    public static MigrationKind CommentsDropped { get; } = Changed("COMMENTS_DROPPED");
    public static MigrationKind SettingMoved { get; } = Changed("SETTING_MOVED");
    public static MigrationKind ModelRenamed { get; } = Changed("MODEL_RENAMED");

    // Credentials
    public static MigrationKind StoreRefused { get; } = Lost("STORE_REFUSED");
    public static MigrationKind ProfileLost { get; } = Lost("PROFILE_LOST");
    public static MigrationKind MemberLost { get; } = Lost("MEMBER_LOST");
    public static MigrationKind ExpiryLost { get; } = Lost("TOKEN_BECOMES_UNUSABLE");
    public static MigrationKind ReferenceUnresolved { get; } = Lost("REFERENCE_BECOMES_UNRESOLVED");
    public static MigrationKind SecretsStay { get; } = Left("SECRETS_LEFT_BEHIND");
    public static MigrationKind SignInUseless { get; } = Left("SIGN_IN_BECOMES_USELESS");
    public static MigrationKind PluginNeeded { get; } = Left("PLUGIN_NEEDED");
    public static MigrationKind RotationStays { get; } = Left("ROTATION_LEFT_BEHIND");
    public static MigrationKind PlainSecretDropped { get; } = Changed("PLAIN_SECRET_DROPPED");
    public static MigrationKind ProfileRenamed { get; } = Changed("PROFILE_RENAMED");
    public static MigrationKind UsageForgotten { get; } = Changed("USAGE_FORGOTTEN");

    // Sessions
    public static MigrationKind SessionsStay { get; } = Left("SESSIONS_LEFT_BEHIND");

    // What stops the gateway of an installation that has moved
    public static MigrationKind FileStopsGateway { get; } = Lost("FILE_STOPS_GATEWAY");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<MigrationKind> All { get; } =
    [
        DirectoryIgnored, VariableIgnored, AlreadyMoved,
        ConfigIgnored, ConfigRefused, SettingRemoved, ConfigStays, KeyCopied, CommentsDropped, SettingMoved, ModelRenamed,
        StoreRefused, ProfileLost, MemberLost, ExpiryLost, ReferenceUnresolved, SecretsStay, SignInUseless, PluginNeeded, RotationStays, PlainSecretDropped, ProfileRenamed, UsageForgotten,
        SessionsStay, FileStopsGateway,
    ];

    private static MigrationKind Lost(string id) => new(id, FindingSeverity.Error);

    private static MigrationKind Left(string id) => new(id, FindingSeverity.Warning);

    private static MigrationKind Changed(string id) => new(id, FindingSeverity.Note);
}
