using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Health;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Ends the cooldown of an agent's auth profiles after failures.</summary>
[Cmdlet(VerbsCommon.Clear, "MoltbotAuthCooldown", HelpUri = OnlineHelp.Pages + "Clear-MoltbotAuthCooldown.md", SupportsShouldProcess = true)]
[OutputType(typeof(ProfileStatus))]
public sealed class ClearMoltbotAuthCooldownCommand : AgentCmdlet
{
    /// <summary>The profiles; every one in cooldown if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[]? ProfileId { get; set; }

    /// <summary>The only provider whose profiles are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string? Provider { get; set; }

    /// <summary>Whether being disabled, as for a billing problem, ends too.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <summary>Whether the profiles that were cleared are written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        ProviderId? provider = string.IsNullOrEmpty(Provider) ? null : ProviderId.Parse(Provider);
        string[] ids = [.. agent.ProfileUsage.FindCooldowns(ProfileId, provider, Disabled)
            .Where(cooldown => Approves(new PlannedChange(cooldown.ProfileId, cooldown.ToString())))
            .Select(cooldown => cooldown.ProfileId)];
        if (ids.Length == 0)
            return;

        IReadOnlyList<ProfileStatus> cleared = agent.ProfileUsage.ClearCooldowns(ids, Disabled, Cancellation);
        foreach (ProfileStatus profile in cleared.Where(profile => profile.Unusable is not null))
            WriteWarning($"{profile.ProfileId} is still {profile.Unusable}; -Disabled ends that too.");
        if (PassThru)
            WriteObject(cleared, enumerateCollection: true);
    }
}
