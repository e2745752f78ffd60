using System.Management.Automation;
using System.Security;
using Moltbot.Core;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell.Vault.Commands;

/// <summary>Gets the secret of a profile, as it is kept; nothing when there is no such profile.</summary>
[Cmdlet(VerbsCommon.Get, "Secret")]
[OutputType(typeof(SecureString))]
public sealed class GetSecretCommand : VaultCmdlet
{
    /// <summary>The profile's id.</summary>
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        if (agent.FindSecret(Name, Installation.OpenSecrets(new OtherVaults())) is { } secret)
            WriteObject(secret.ValueOrThrow().ToSecureString());
    }
}
