using System.Collections;
using System.Management.Automation;
using Moltbot.Core;

namespace Moltbot.PowerShell.Vault.Commands;

/// <summary>Sets when the token of a profile expires.</summary>
[Cmdlet(VerbsCommon.Set, "SecretInfo")]
public sealed class SetSecretInfoCommand : VaultCmdlet
{
    /// <summary>The profile's id.</summary>
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = "";

    /// <summary>The expiry; what else is in it must be as it is.</summary>
    [Parameter(Mandatory = true)]
    public Hashtable Metadata { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process(Agent agent) => agent.Profiles.Describe(Name, VaultMetadata.Read(Metadata));
}
