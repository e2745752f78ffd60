using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets everything that a provider's credential could be taken from, and tells which is used and why.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotAuthCandidate", HelpUri = OnlineHelp.Pages + "Get-MoltbotAuthCandidate.md")]
[OutputType(typeof(AuthCandidate))]
public sealed class GetMoltbotAuthCandidateCommand : AgentsCmdlet
{
    /// <summary>The provider.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string Provider { get; set; } = "";

    /// <summary>Whether only the one that is used now is meant.</summary>
    [Parameter]
    public SwitchParameter Chosen { get; set; }

    /// <summary>Whether a sign-in that has expired is left as it is.</summary>
    [Parameter]
    public SwitchParameter NoRefresh { get; set; }

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        if (!NoRefresh)
            WriteWarnings(Renew(agent, agent.OpenCredentials(Secrets), [Provider], []).Select(failure => failure.MessageIn(FrontEnd.Module)));

        AuthCandidates candidates = agent.ExplainCandidates(ProviderId.Parse(Provider), Secrets);
        WriteObject(candidates.Items.Where(candidate => !Chosen || candidate.IsChosen), enumerateCollection: true);
        if (candidates.Problem is { } problem)
            WriteWarning(problem);
    }
}
