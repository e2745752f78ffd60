using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Completion;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the models that the configuration names, what they are for, and whether there is a credential for them.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotModel")]
[OutputType(typeof(ListedModel))]
public sealed class GetMoltbotModelCommand : MoltbotCmdlet
{
    /// <summary>References or aliases, with wildcards; all models if omitted.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[] Model { get; set; } = ["*"];

    /// <summary>The only provider whose models are meant.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>The agent whose own default, fallbacks and credentials count; without one the common ones do.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string? Agent { get; set; }

    /// <summary>Whether all models are meant that files describe.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        RequireUsableConfiguration();
        Agent agent = Agent is null ? Installation.MainAgent : Installation.FindAgent(Agent);
        WildcardPattern[] patterns = [.. Model.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        WriteObject(
            agent.GetModels(All, asAgent: Agent is not null)
                .Where(model => string.IsNullOrEmpty(Provider) || model.Provider == ProviderId.Parse(Provider).Value)
                .Where(model => Array.Exists(patterns, pattern => pattern.IsMatch(model.Reference) || model.Aliases.Any(pattern.IsMatch))),
            enumerateCollection: true);
    }
}
