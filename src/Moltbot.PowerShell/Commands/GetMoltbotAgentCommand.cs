using System.Management.Automation;
using Moltbot.Core;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the agents of an installation.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotAgent", HelpUri = OnlineHelp.Pages + "Get-MoltbotAgent.md")]
[OutputType(typeof(ListedAgent))]
public sealed class GetMoltbotAgentCommand : MoltbotCmdlet
{
    /// <summary>The ids, with wildcards; all agents if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string[]? Agent { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <inheritdoc/>
    protected override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected override void Process()
    {
        IReadOnlyList<ListedAgent> agents = Installation.Agents;
        foreach (string name in Agent is null or [] ? ["*"] : Agent)
            AttemptItem(() => WriteObject(Match(agents, name), enumerateCollection: true));
    }

    private ListedAgent[] Match(IReadOnlyList<ListedAgent> agents, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            string id = FindAgent(name).Id.Value;
            return [.. agents.Where(agent => agent.Agent == id)];
        }

        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return [.. agents.Where(agent => pattern.IsMatch(agent.Agent))];
    }
}
