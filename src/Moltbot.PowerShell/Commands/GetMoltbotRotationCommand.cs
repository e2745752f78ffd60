using System.Management.Automation;
using Moltbot.Core.Rotating;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the rotations of keys that are under way.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotRotation", HelpUri = OnlineHelp.Pages + "Get-MoltbotRotation.md")]
[OutputType(typeof(KeyRotation))]
public sealed class GetMoltbotRotationCommand : MoltbotCmdlet
{
    /// <summary>The profiles' ids, with wildcards; all of them if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RotationCompleter))]
    [Name]
    public string[] ProfileId { get; set; } = ["*"];

    /// <summary>The agent's id, with wildcards; all agents if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <inheritdoc/>
    protected override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected override void Process()
    {
        string[] agents = [.. FindAgents(Named(Agent) is { Length: > 0 } named ? named : "*", FindAgent).Select(agent => agent.Id.Value)];
        KeyRotation[] rotations = [.. Installation.OpenRotations(Vaults).All().Where(rotation => agents.Contains(rotation.Agent, StringComparer.Ordinal))];
        foreach (string name in ProfileId)
            Write(rotations, name);
    }

    private void Write(KeyRotation[] rotations, string name)
    {
        KeyRotation[] exact = Array.FindAll(rotations, rotation => rotation.ProfileId == name);
        if (exact.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            throw Installation.OpenRotations(Vaults).Missing(FindAgentOrMain(Agent), name);

        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        foreach (KeyRotation rotation in exact.Length > 0 ? exact : Array.FindAll(rotations, rotation => pattern.IsMatch(rotation.ProfileId)))
        {
            WriteWarnings(rotation.Warnings);
            WriteObject(rotation);
        }
    }
}
