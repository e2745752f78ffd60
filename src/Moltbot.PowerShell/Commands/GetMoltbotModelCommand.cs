using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the models that the configuration names, what they are for, and whether there is a credential for them.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotModel", HelpUri = OnlineHelp.Pages + "Get-MoltbotModel.md")]
[OutputType(typeof(ListedModel))]
public sealed class GetMoltbotModelCommand : MoltbotCmdlet
{
    /// <summary>References or aliases, with wildcards; all models if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Name]
    public string[] Model { get; set; } = ["*"];

    /// <summary>The only provider whose models are meant.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string? Provider { get; set; }

    /// <summary>The agent whose own default, fallbacks and credentials count; without one the common ones do.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>Whether all models are meant that files describe.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (Agent agent in FindAgents(Agent, FindAgentOrMain))
            AttemptItem(() => Write(agent, agent.GetModels(All, asAgent: !string.IsNullOrEmpty(Agent))));
    }

    private void Write(Agent agent, IReadOnlyList<ListedModel> all)
    {
        ListedModel[] models = [.. all.Where(model => string.IsNullOrEmpty(Provider) || model.Provider == ProviderId.Parse(Provider).Value)];
        WildcardPattern[] patterns = [.. Model.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        WriteObject(models.Where(model => Array.Exists(patterns, pattern => Fits(pattern, model))), enumerateCollection: true);
        foreach ((string name, WildcardPattern pattern) in Model.Zip(patterns))
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name) && !Array.Exists(models, model => Fits(pattern, model)))
                WriteItemError(Errors.ToRecord(agent.MissingModel(name)));
        }
    }

    private static bool Fits(WildcardPattern pattern, ListedModel model) => pattern.IsMatch(model.Model) || model.Aliases.Any(pattern.IsMatch);
}
