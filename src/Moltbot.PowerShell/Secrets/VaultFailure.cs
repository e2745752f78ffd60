using System.Management.Automation;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.PowerShell.Secrets;

/// <summary>What an error of SecretManagement means. What a vault says itself is not repeated, unless it is ours: it may hold anything.</summary>
internal static class VaultFailure
{
    /// <summary>Why a secret was not read.</summary>
    public static MoltbotException OfReading(RuntimeException error, VaultSecret secret) =>
        Known(error, secret) ?? SecretErrors.VaultFailed(secret.Vault, KindOf(error));

    /// <summary>Why a secret was not written or removed.</summary>
    public static MoltbotException OfChanging(RuntimeException error, VaultSecret secret) =>
        Known(error, secret) ?? SecretErrors.VaultNotChanged(secret, KindOf(error));

    private static MoltbotException? Known(RuntimeException error, VaultSecret secret)
    {
        if (error.ErrorRecord.Exception is MoltbotException ours)
            return ours;

        if (IsLocked(error))
            return SecretErrors.Locked(secret.Vault);

        return error.ErrorRecord.FullyQualifiedErrorId.StartsWith("GetSecretNotFound", StringComparison.Ordinal) ? SecretErrors.NotInVault(secret) : null;
    }

    /// <summary>The type is SecretManagement's own, which is not there at compile time.</summary>
    private static bool IsLocked(RuntimeException error) => ChainOf(error).Any(exception => exception.GetType().Name == "PasswordRequiredException");

    private static string KindOf(RuntimeException error) => error.ErrorRecord.Exception.GetType().Name;

    private static IEnumerable<Exception> ChainOf(RuntimeException error)
    {
        for (Exception? exception = error.ErrorRecord.Exception; exception is not null; exception = exception.InnerException)
            yield return exception;
    }
}
