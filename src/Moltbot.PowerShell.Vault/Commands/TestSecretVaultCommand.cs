using System.Management.Automation;
using Moltbot.Core;

namespace Moltbot.PowerShell.Vault.Commands;

/// <summary>Tells whether the vault can be used.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SecretVault")]
[OutputType(typeof(bool))]
public sealed class TestSecretVaultCommand : VaultCmdlet
{
    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        agent.ReadStore().StoreOrThrow();
        WriteObject(true);
    }

    /// <inheritdoc/>
    private protected override void Refuse(ErrorRecord error)
    {
        WriteError(error);
        WriteObject(false);
    }
}
