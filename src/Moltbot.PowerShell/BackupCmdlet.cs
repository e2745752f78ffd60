using System.Management.Automation;
using System.Security;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Secrets;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet about a backup, which may have a password.</summary>
public abstract class BackupCmdlet : MoltbotCmdlet
{
    /// <summary>The backup.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The password.</summary>
    [Parameter]
    [ValidateNotNull]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>The vault of SecretManagement that has the password.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? Vault { get; set; }

    /// <summary>The name of the password in the vault.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <inheritdoc/>
    private protected override string WaysOfSecret => "Give a SecureString, for which Read-Host -AsSecureString asks, or name the place in a vault with -Vault and -SecretName.";

    /// <summary>The absolute path of the backup.</summary>
    private protected string FullPath => GetUnresolvedProviderPathFromPSPath(Path);

    /// <summary>The password that was given, or is in the vault; <see langword="null"/> when there is none.</summary>
    private protected Secret? FindPassword()
    {
        if ((Vault is null) != (SecretName is null))
            throw new MoltbotException(ErrorCode.InvalidArgument, "-Vault and -SecretName belong together. Give both, or leave both out.");
        if (Vault is null)
            return Password?.ToSecret();
        if (Password is not null)
            throw new MoltbotException(ErrorCode.InvalidArgument, "Give either -Password, or -Vault and -SecretName.");

        return Secrets.Resolve([SecretReference.To(new VaultSecret(Vault, SecretName!))])[0].ValueOrThrow();
    }
}
