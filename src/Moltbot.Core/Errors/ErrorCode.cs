namespace Moltbot.Core.Errors;

/// <summary>What went wrong, in terms a script can act on.</summary>
public enum ErrorCode
{
    /// <summary>A configuration file cannot be read as JSON5, includes a file that cannot be used, or names a missing variable.</summary>
    ConfigUnreadable,

    /// <summary>The configuration was read, but breaks a rule of its schema.</summary>
    ConfigInvalid,

    /// <summary>The configuration can be changed as wanted only by hand, in the file that the error names.</summary>
    ConfigNotEditable,

    /// <summary>Another program changed the configuration each time that it was about to be written.</summary>
    ConfigChanged,

    /// <summary>Two agents of the configuration use the same directory.</summary>
    AgentDirectoryShared,

    /// <summary>The login shell could not be asked for its variables.</summary>
    LoginShellFailed,

    /// <summary>A credential store cannot be read or is not JSON.</summary>
    StoreUnreadable,

    /// <summary>Another process held the lock for longer than we wait.</summary>
    StoreLocked,

    /// <summary>The lock was lost while it was held, so nothing was written.</summary>
    LockLost,

    /// <summary>A file could not be written or protected.</summary>
    WriteFailed,

    /// <summary>A file that has to exist already does not.</summary>
    FileNotFound,

    /// <summary>There is no installation: neither a state directory nor a configuration.</summary>
    InstallationNotFound,

    /// <summary>The installation belongs to a gateway of another generation than those served: it is neither read nor changed.</summary>
    InstallationNotServed,

    /// <summary>It cannot be told which generation of gateways the installation belongs to, so it is not changed.</summary>
    InstallationUnreadable,

    /// <summary>The installation belongs to a gateway of today, and files of January's lie in it, which keep that gateway from running.</summary>
    MigrationPending,

    /// <summary>A newer gateway than this program knows has made what was to be changed.</summary>
    GatewayTooNew,

    /// <summary>A gateway runs on the installation, and what was to be changed is its business for as long as it does.</summary>
    GatewayRunning,

    /// <summary>No such agent is configured or on disk.</summary>
    AgentNotFound,

    /// <summary>No profile has this id.</summary>
    ProfileNotFound,

    /// <summary>The profile belongs to another provider.</summary>
    ProfileOfOtherProvider,

    /// <summary>Another kind of credential, or another provider's, is stored under the id.</summary>
    ProfileOfOtherKind,

    /// <summary>The token or key that was given cannot be one.</summary>
    CredentialInvalid,

    /// <summary>The <c>.env</c> file does not set the variable.</summary>
    VariableNotFound,

    /// <summary>No provider was named where one is needed.</summary>
    ProviderMissing,

    /// <summary>Nobody knows the provider that was named: not the installation, and not the gateway.</summary>
    ProviderNotFound,

    /// <summary>An order without any profile was given.</summary>
    OrderEmpty,

    /// <summary>The provider has no credential anywhere.</summary>
    CredentialNotFound,

    /// <summary>The provider has no credential, but another provider's would serve.</summary>
    CredentialOfOtherProvider,

    /// <summary>The profile that was asked for holds nothing that could be used now.</summary>
    ProfileUnusable,

    /// <summary>The sign-in belongs to a gateway of today, which alone renews and sends it.</summary>
    SignInOfGateway,

    /// <summary>The sign-in has expired and has to be renewed.</summary>
    RefreshNeeded,

    /// <summary>The provider has profiles, but the time of all that could be used has passed.</summary>
    CredentialExpired,

    /// <summary>All that could be used is in cooldown after a failure, or is disabled.</summary>
    CredentialInCooldown,

    /// <summary>A reference to a secret is not of the form that it has to have.</summary>
    SecretReferenceInvalid,

    /// <summary>A reference names a provider of secrets that is declared nowhere.</summary>
    SecretProviderNotFound,

    /// <summary>The declaration of a provider of secrets makes no sense, or its program or file must not be trusted.</summary>
    SecretProviderInvalid,

    /// <summary>A provider of secrets did not answer as it should.</summary>
    SecretProviderFailed,

    /// <summary>The place that a reference points to does not hold the secret.</summary>
    SecretNotFound,

    /// <summary>What the place holds is no text, or a blank one.</summary>
    SecretUnusable,

    /// <summary>The vault holds another secret of this name.</summary>
    SecretExists,

    /// <summary>The secret is kept in a place that cannot be reached from here.</summary>
    SecretElsewhere,

    /// <summary>Another program changed the profile meanwhile.</summary>
    ProfileChanged,

    /// <summary>An environment variable has another value in this process for as long as something else runs.</summary>
    VariableInUse,

    /// <summary>There is no such program.</summary>
    ProgramNotFound,

    /// <summary>There is something of that name, but it cannot be started.</summary>
    ProgramNotExecutable,

    /// <summary>A program ended with an exit code that says that it failed.</summary>
    ProgramExitedWithNonZeroCode,

    /// <summary>The gateway does not know what was to be written for it.</summary>
    GatewayTooOld,

    /// <summary>No vault of this name is registered.</summary>
    VaultNotFound,

    /// <summary>The vault is locked, and nobody can be asked for its password.</summary>
    VaultLocked,

    /// <summary>PowerShell or its module SecretManagement is not there.</summary>
    VaultUnavailable,

    /// <summary>A JSON or JSON5 text does not follow its grammar.</summary>
    SyntaxError,

    /// <summary>A value given by the caller cannot be understood.</summary>
    InvalidArgument,

    /// <summary>A text names no model.</summary>
    ModelNotFound,

    /// <summary>The configuration does not allow the model.</summary>
    ModelNotAllowed,

    /// <summary>The alias stands for two models.</summary>
    AliasAmbiguous,

    /// <summary>Another model has the alias.</summary>
    AliasTaken,

    /// <summary>No model has this alias.</summary>
    AliasNotFound,

    /// <summary>The model is not in the list of fallbacks.</summary>
    FallbackNotFound,

    /// <summary>No session has this key.</summary>
    SessionNotFound,

    /// <summary>The gateway lets nobody choose the model of the session.</summary>
    SessionModelLocked,

    /// <summary>A host cannot be found or reached.</summary>
    HostUnreachable,

    /// <summary>A variable holds no address of a proxy.</summary>
    ProxyInvalid,

    /// <summary>The proxy did not let a request through.</summary>
    ProxyRefused,

    /// <summary>A host does not prove to be the one that was asked.</summary>
    CertificateNotTrusted,

    /// <summary>What would be sent to the address could be read on its way.</summary>
    AddressNotProtected,

    /// <summary>A host gave no answer, or not in time.</summary>
    NoAnswer,

    /// <summary>A host answered more than is read.</summary>
    AnswerTooLarge,

    /// <summary>The file that replaces addresses of providers cannot be used.</summary>
    EndpointsInvalid,

    /// <summary>The provider has no way to sign in or to renew that is known here.</summary>
    SignInUnavailable,

    /// <summary>The sign-in was refused by the person, the account or the provider.</summary>
    SignInDenied,

    /// <summary>Nobody signed in while there was time.</summary>
    SignInTimedOut,

    /// <summary>It was interrupted before anything was sent.</summary>
    Interrupted,

    /// <summary>What came back from the browser, or was pasted, belongs to another sign-in.</summary>
    SignInMismatch,

    /// <summary>What was pasted holds no code.</summary>
    SignInCodeMissing,

    /// <summary>The browser cannot bring its answer back, because something else has the port.</summary>
    PortTaken,

    /// <summary>No browser could be opened.</summary>
    BrowserMissing,

    /// <summary>The provider does not take the refresh token any more.</summary>
    RefreshTokenRejected,

    /// <summary>The provider does not know the client that asks, or its secret.</summary>
    ClientRejected,

    /// <summary>No client id, or no secret of it, is configured.</summary>
    ClientMissing,

    /// <summary>The account has no project that its use is charged to.</summary>
    ProjectMissing,

    /// <summary>A provider refused a request, or could not answer it now.</summary>
    ProviderRefused,

    /// <summary>A provider's answer is not what it has to be.</summary>
    ProviderAnswerInvalid,

    /// <summary>The clock of this machine is so far off that what the provider issued makes no sense.</summary>
    ClockOff,

    /// <summary>The key of the profile is being rotated already.</summary>
    RotationExists,

    /// <summary>No rotation of the profile is under way.</summary>
    RotationNotFound,

    /// <summary>The provider refused the new key of a rotation.</summary>
    KeyRefused,

    /// <summary>It is not known whether the provider accepts the new key of a rotation.</summary>
    KeyNotProven,

    /// <summary>The settings of the monitoring are wrong somewhere; the rest of them counts.</summary>
    MonitorSettingsInvalid,

    /// <summary>A channel of the monitoring did not accept what it was told.</summary>
    ChannelFailed,

    /// <summary>There is a schedule already that is none of ours, or differs.</summary>
    ScheduleExists,

    /// <summary>The system has no such scheduler, or does not let us use it.</summary>
    ScheduleUnavailable,

    /// <summary>The working directory of the process was removed.</summary>
    WorkingDirectoryGone,

    /// <summary>There is a file already where a backup was to be written.</summary>
    BackupExists,

    /// <summary>A file is no backup, or one that was damaged or changed.</summary>
    BackupUnreadable,

    /// <summary>The password does not open the backup.</summary>
    BackupPasswordWrong,

    /// <summary>The backup is encrypted, and no password was given.</summary>
    BackupPasswordMissing,

    /// <summary>The backup is of an installation of another generation of gateways.</summary>
    BackupOfOtherLayout,
}
