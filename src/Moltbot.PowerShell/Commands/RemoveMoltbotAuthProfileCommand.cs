using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Removes auth profiles from an agent's store, from orders and from the configuration.</summary>
[Cmdlet(VerbsCommon.Remove, "MoltbotAuthProfile", HelpUri = OnlineHelp.Pages + "Remove-MoltbotAuthProfile.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RemovedProfile))]
public sealed class RemoveMoltbotAuthProfileCommand : MoltbotCmdlet
{
    /// <summary>The profiles' ids.</summary>
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
            AttemptItem(() => Remove(agent, id));
    }

    private void Remove(Agent agent, string profileId)
    {
        RemovedProfile planned = agent.Profiles.CheckRemoval(profileId);
        if (!Approves(new PlannedChange(agent.StorePath, Describe(planned))))
            return;

        RemovedProfile removed = agent.Profiles.Remove(profileId, Cancellation);
        WriteWarnings(removed.Warnings);
        if (PassThru)
            WriteObject(removed);
    }

    private static string Describe(RemovedProfile planned)
    {
        string pins = planned.Pins.Count == 0 ? "" : $", to which sessions are pinned: {string.Join(", ", planned.Pins.Select(pin => pin.SessionKey))}";
        return $"Remove profile {planned.ProfileId}{pins}";
    }
}
