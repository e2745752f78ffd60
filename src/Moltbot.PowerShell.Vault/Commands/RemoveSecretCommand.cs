using System.Management.Automation;
using Moltbot.Core;

namespace Moltbot.PowerShell.Vault.Commands;

/// <summary>Removes a profile from the store, from orders and from the configuration.</summary>
[Cmdlet(VerbsCommon.Remove, "Secret")]
public sealed class RemoveSecretCommand : VaultCmdlet
{
    /// <summary>The profile's id.</summary>
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        foreach (string warning in agent.Profiles.Remove(Name).Warnings)
            WriteWarning(warning);
    }
}
