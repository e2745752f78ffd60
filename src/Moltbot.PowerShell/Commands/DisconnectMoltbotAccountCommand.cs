using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Ends sign-ins at their providers, and removes their profiles.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "MoltbotAccount", HelpUri = OnlineHelp.Pages + "Disconnect-MoltbotAccount.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RemovedProfile))]
public sealed class DisconnectMoltbotAccountCommand : MoltbotCmdlet
{
    /// <summary>The profiles of the sign-ins.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[] ProfileId { get; set; } = [];

    /// <summary>The agent's id; the main agent, from which all others inherit, if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>Whether the profile is removed even if the provider does not end the sign-in.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether what was removed is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override bool TakesItems => base.TakesItems || ProfileId.Length > 1;

    /// <inheritdoc/>
    protected override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected override void Process()
    {
        Agent agent = FindAgentOrMain(Agent);
        foreach (string id in ProfileId)
            AttemptItem(() => Disconnect(agent, id));
    }

    private void Disconnect(Agent agent, string profileId)
    {
        RemovedProfile planned = agent.Profiles.CheckRemoval(profileId);
        using InstallationSignIns signIns = agent.OpenSignIns();
        _ = signIns.Find(agent.Id, provider: null, [profileId], expiringWithin: null);
        if (!Approves(new PlannedChange(agent.StorePath, $"End the sign-in {planned.ProfileId} at its provider, and remove the profile")))
            return;

        Revoke(signIns, agent, profileId);
        RemovedProfile removed = agent.Profiles.Remove(profileId, Cancellation);
        WriteWarnings(removed.Warnings);
        if (PassThru)
            WriteObject(removed);
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
