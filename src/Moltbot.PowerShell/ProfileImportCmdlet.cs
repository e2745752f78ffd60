using System.Management.Automation;
using Moltbot.Core.Importing;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that puts one credential into a profile, whose secret a vault can keep.</summary>
public abstract class ProfileImportCmdlet : ImportCmdlet
{
    /// <summary>The id of the profile; made from the provider if omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string? ProfileId { get; set; }

    /// <summary>The vault that keeps the secret in the place of the store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? Vault { get; set; }

    /// <summary>The name of the secret in the vault; the profile's id if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <inheritdoc/>
    private protected override ImportOptions Options =>
        base.Options with { Vault = Vault is null ? null : new VaultDestination(Vaults, Vault, SecretName) };

    /// <summary>Where the secret goes, if not into the profile itself, as the end of a sentence.</summary>
    private protected string InVault => Vault is null ? "" : $", with its secret in the vault {Vault}";
}
