using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;

namespace Moltbot.PowerShell.Commands;

/// <summary>Removes auth profiles from an agent's store, from orders and from the configuration.</summary>
[Cmdlet(VerbsCommon.Remove, "MoltbotAuthProfile", HelpUri = OnlineHelp.Pages + "Remove-MoltbotAuthProfile.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RemovedProfile))]
public sealed class RemoveMoltbotAuthProfileCommand : ProfileRemovalCmdlet
{
    /// <inheritdoc/>
    private protected override void Process(Agent agent, string profileId)
    {
        RemovedProfile planned = agent.Profiles.CheckRemoval(profileId);
        if (Approves(new PlannedChange(agent.StorePath, Describe(planned))))
            Remove(agent, profileId);
    }

    private static string Describe(RemovedProfile planned)
    {
        string pins = planned.Pins.Count == 0 ? "" : $", to which sessions are pinned: {string.Join(", ", planned.Pins.Select(pin => pin.SessionKey))}";
        return $"Remove profile {planned.ProfileId}{pins}";
    }
}
