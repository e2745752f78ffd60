using System.Collections;
using System.Management.Automation;
using System.Security;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell.Vault.Commands;

/// <summary>Stores a secret as a profile.</summary>
[Cmdlet(VerbsCommon.Set, "Secret")]
public sealed class SetSecretCommand : VaultCmdlet
{
    /// <summary>The profile's id.</summary>
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = "";

    /// <summary>The secret, as a text or a secure string.</summary>
    [Parameter(Mandatory = true)]
    public object Secret { get; set; } = "";

    /// <summary>Provider, kind and expiry.</summary>
    [Parameter]
    public Hashtable Metadata { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        ImportedProfile imported = agent.Profiles.ImportSecret(Name, ToSecret(), VaultMetadata.Read(Metadata));
        foreach (string warning in imported.Warnings)
            WriteWarning(warning);
    }

    private Secret ToSecret() => (Secret is PSObject wrapped ? wrapped.BaseObject : Secret) switch
    {
        SecureString secure => secure.ToSecret(),
        string text => new Secret(text),
        object other => throw new MoltbotException(ErrorCode.CredentialInvalid, $"A profile holds a text, and this is a {other.GetType().Name}. Give the token or the key as a String or a SecureString.") { Subject = Name },
    };
}
