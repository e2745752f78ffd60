using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;

namespace Moltbot.PowerShell.Commands;

/// <summary>Ends sign-ins at their providers, and removes their profiles.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "MoltbotAccount", HelpUri = OnlineHelp.Pages + "Disconnect-MoltbotAccount.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RemovedProfile))]
public sealed class DisconnectMoltbotAccountCommand : ProfileRemovalCmdlet
{
    /// <summary>Whether the profile is removed even if the provider does not end the sign-in.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override void Process(Agent agent, string profileId)
    {
        RemovedProfile planned = agent.Profiles.CheckRemoval(profileId);
        using InstallationSignIns signIns = agent.OpenSignIns();
        _ = signIns.Find(agent.Id, provider: null, [profileId], expiringWithin: null);
        if (!Approves(new PlannedChange(agent.StorePath, $"End the sign-in {planned.ProfileId} at its provider, and remove the profile")))
            return;

        Revoke(signIns, agent, profileId);
        Remove(agent, profileId);
    }

    private void Revoke(InstallationSignIns signIns, Agent agent, string profileId)
    {
        try
        {
            Pump(async (_, cancellation) =>
            {
                await signIns.RevokeAsync(agent, profileId, Force, cancellation).ConfigureAwait(false);
                return true;
            });
        }
        catch (MoltbotException error) when (Force && error.Code is not (ErrorCode.ProfileNotFound or ErrorCode.ProfileOfOtherKind))
        {
            WriteWarning(error.MessageIn(FrontEnd.Module));
        }
    }
}
