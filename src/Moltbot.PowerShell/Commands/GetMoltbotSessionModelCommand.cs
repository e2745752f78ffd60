using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Sessions;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Gets the model and the profile that sessions use next, and whether their pins hold.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotSessionModel", HelpUri = OnlineHelp.Pages + "Get-MoltbotSessionModel.md")]
[OutputType(typeof(SessionModel))]
public sealed class GetMoltbotSessionModelCommand : SessionCmdlet
{
    /// <summary>The keys of the sessions, with wildcards; all sessions of the agent if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionKeyCompleter))]
    [Name]
    public string[] SessionKey { get; set; } = ["*"];

    /// <summary>Whether to tell what it would be if the session started anew.</summary>
    [Parameter]
    public SwitchParameter NewSession { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string key in SessionKey)
            AttemptItem(() => Write(key));
    }

    private void Write(string key)
    {
        foreach (Agent agent in AgentsOf(key))
            AttemptItem(() => Write(Match(agent.Sessions.Read(), key, NewSession)));
    }

    private void Write(IReadOnlyList<SessionModel> sessions)
    {
        WriteWarnings(SessionWarnings.Of(sessions, FrontEnd.Module));
        WriteObject(sessions, enumerateCollection: true);
    }
}
