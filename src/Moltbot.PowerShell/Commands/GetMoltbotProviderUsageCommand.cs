using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Quotas;
using Moltbot.Core.Resolving;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Asks providers how much of an agent's plans is left.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotProviderUsage", HelpUri = OnlineHelp.Pages + "Get-MoltbotProviderUsage.md")]
[OutputType(typeof(ProviderUsage))]
public sealed class GetMoltbotProviderUsageCommand : AgentsCmdlet
{
    private readonly List<WantedUsage> wanted = [];

    /// <summary>The providers; all for which there is a credential if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UsageProviderCompleter))]
    [Name]
    public string[]? Provider { get; set; }

    /// <summary>How long each provider may take: a TimeSpan, or a text such as 5s; seconds if only a number is given.</summary>
    [Parameter]
    [Duration("s")]
    public TimeSpan Timeout { get; set; } = UsageOptions.UsualLimit;

    /// <summary>Whether a sign-in that has expired is left as it is.</summary>
    [Parameter]
    public SwitchParameter NoRefresh { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (!UsageOptions.IsLimit(Timeout))
            throw new MoltbotException(ErrorCode.InvalidArgument, "-Timeout is no time that can be waited. Use one of up to ten minutes, for instance 5s.");
    }

    /// <summary>What is wanted is collected first, so that nobody is asked twice and all are asked at the same time.</summary>
    protected override void Process(Agent agent)
    {
        WantedUsage? ofAgent = wanted.Find(one => one.Agent.IsSameAs(agent));
        if (ofAgent is null)
            wanted.Add(ofAgent = new WantedUsage(agent, Secrets, []));

        if (Provider is null)
            ofAgent.IsOfAll = true;
        else
            ofAgent.Providers.UnionWith(Provider.Select(ProviderId.Parse));
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        foreach (WantedUsage ofAgent in wanted)
            AttemptItem(() => Ask(ofAgent));
    }

    private void Ask(WantedUsage ofAgent)
    {
        using AgentUsage usage = ofAgent.Agent.OpenUsage(new UsageOptions(ofAgent.IsOfAll ? null : ofAgent.Providers) { Limit = Timeout, NoRefresh = NoRefresh }, ofAgent.Secrets);
        foreach (MoltbotException problem in usage.Problems)
            WriteItemError(Errors.ToRecord(problem));

        WriteVerbose($"Asking {(usage.Providers.Count == 0 ? "nobody" : string.Join(", ", usage.Providers))} how much is left.");
        WriteObject(Pump((_, cancellation) => usage.AskAsync(cancellation)), enumerateCollection: true);
    }

    /// <summary>Whom to ask for an agent, and what follows the references of its installation.</summary>
    private sealed record WantedUsage(Agent Agent, SecretResolver Secrets, HashSet<ProviderId> Providers)
    {
        /// <summary>Whether all are asked for which there is a credential.</summary>
        public bool IsOfAll { get; set; }
    }
}
