using System.Management.Automation;
using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.PowerShell;

/// <summary>Errors of the core as PowerShell shows them.</summary>
internal static class Errors
{
    /// <summary>The error record of an error: its code is the id, its message is kept as it is. What it is about is shown with it, and may be a secret in the wrong place.</summary>
    public static ErrorRecord ToRecord(MoltbotException error) =>
        new(error.In(FrontEnd.Module), error.Code.ToString(), CategoryOf(error), error.Subject is { } subject ? VisibleText.OfSentence(subject) : error.Path is { } path ? VisibleText.Of(path) : null);

    private static ErrorCategory CategoryOf(MoltbotException error) => error.Code switch
    {
        ErrorCode.ConfigUnreadable or ErrorCode.StoreUnreadable when error.InnerException is IOException or UnauthorizedAccessException =>
            ErrorCategory.ReadError,
        ErrorCode.ConfigUnreadable or ErrorCode.ConfigInvalid or ErrorCode.AgentDirectoryShared or ErrorCode.StoreUnreadable or ErrorCode.SyntaxError or
        ErrorCode.BackupUnreadable or ErrorCode.BackupOfOtherLayout =>
            ErrorCategory.InvalidData,
        ErrorCode.StoreLocked or ErrorCode.ConfigChanged or ErrorCode.ProfileChanged or ErrorCode.VariableInUse or ErrorCode.GatewayRunning => ErrorCategory.ResourceBusy,
        ErrorCode.LockLost => ErrorCategory.OperationStopped,
        ErrorCode.WriteFailed => ErrorCategory.WriteError,
        ErrorCode.FileNotFound or ErrorCode.InstallationNotFound or ErrorCode.AgentNotFound or ErrorCode.ProfileNotFound or ErrorCode.CredentialNotFound or
        ErrorCode.VariableNotFound or ErrorCode.SecretProviderNotFound or ErrorCode.SecretNotFound or ErrorCode.VaultNotFound or
        ErrorCode.ModelNotFound or ErrorCode.AliasNotFound or ErrorCode.FallbackNotFound or ErrorCode.SessionNotFound or
        ErrorCode.ProgramNotFound or ErrorCode.ProviderNotFound or ErrorCode.RotationNotFound =>
            ErrorCategory.ObjectNotFound,
        ErrorCode.ProfileOfOtherProvider or ErrorCode.ProviderMissing or ErrorCode.OrderEmpty or ErrorCode.InvalidArgument or
        ErrorCode.AliasAmbiguous =>
            ErrorCategory.InvalidArgument,
        ErrorCode.ModelNotAllowed or ErrorCode.SessionModelLocked => ErrorCategory.PermissionDenied,
        ErrorCode.AliasTaken or ErrorCode.SecretExists or ErrorCode.RotationExists or ErrorCode.ScheduleExists or ErrorCode.BackupExists => ErrorCategory.ResourceExists,
        ErrorCode.RefreshNeeded or ErrorCode.ProfileUnusable or ErrorCode.SignInOfGateway or ErrorCode.CredentialExpired or ErrorCode.VaultLocked or
        ErrorCode.RefreshTokenRejected or ErrorCode.SignInDenied or ErrorCode.SignInMismatch or ErrorCode.ClientRejected or ErrorCode.ClientMissing or ErrorCode.KeyRefused or
        ErrorCode.BackupPasswordWrong or ErrorCode.BackupPasswordMissing =>
            ErrorCategory.AuthenticationError,
        ErrorCode.SignInTimedOut => ErrorCategory.OperationTimeout,
        ErrorCode.Interrupted => ErrorCategory.OperationStopped,
        ErrorCode.ProviderAnswerInvalid => ErrorCategory.InvalidResult,
        ErrorCode.PortTaken or ErrorCode.ProviderRefused or ErrorCode.KeyNotProven => ErrorCategory.ResourceUnavailable,
        ErrorCode.MigrationPending or ErrorCode.GatewayTooNew or ErrorCode.CredentialInCooldown or ErrorCode.SecretElsewhere or ErrorCode.InstallationNotServed or ErrorCode.InstallationUnreadable =>
            ErrorCategory.ResourceUnavailable,
        ErrorCode.CredentialInvalid or ErrorCode.SecretReferenceInvalid or ErrorCode.SecretProviderInvalid or ErrorCode.SecretUnusable => ErrorCategory.InvalidData,
        ErrorCode.ProfileOfOtherKind => ErrorCategory.ResourceExists,
        ErrorCode.VaultUnavailable => ErrorCategory.NotInstalled,
        ErrorCode.ProgramExitedWithNonZeroCode => ErrorCategory.NotSpecified, // as the engine's own
        ErrorCode.HostUnreachable or ErrorCode.ProxyRefused or ErrorCode.NoAnswer or ErrorCode.ChannelFailed => ErrorCategory.ConnectionError,
        ErrorCode.MonitorSettingsInvalid => ErrorCategory.InvalidData,
        ErrorCode.ScheduleUnavailable => ErrorCategory.ResourceUnavailable,
        ErrorCode.CertificateNotTrusted or ErrorCode.AddressNotProtected => ErrorCategory.SecurityError,
        ErrorCode.AnswerTooLarge or ErrorCode.ProxyInvalid or ErrorCode.EndpointsInvalid => ErrorCategory.InvalidData,
        _ => ErrorCategory.InvalidOperation,
    };
}
