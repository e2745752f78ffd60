using System.Management.Automation;
using Moltbot.Core.Models;
using Moltbot.Core.Sessions;
using Moltbot.PowerShell.Completion;

namespace Moltbot.PowerShell.Commands;

/// <summary>Pins sessions to a model, and perhaps to a profile, as <c>/model</c> in their chats does.</summary>
[Cmdlet(VerbsCommon.Set, "MoltbotSessionModel", SupportsShouldProcess = true)]
[OutputType(typeof(SessionModel))]
public sealed class SetMoltbotSessionModelCommand : SessionCmdlet
{
    /// <summary>The keys of the sessions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionKeyCompleter))]
    public string[] SessionKey { get; set; } = [];

    /// <summary>The model as in a chat, perhaps with a profile: <c>Opus@anthropic:work</c>. With <see cref="ProfileId"/> the model alone.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = "";

    /// <summary>The profile; without one, a pin to a profile is taken away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    public string? ProfileId { get; set; }

    /// <summary>Whether what the sessions use now is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        SessionChoice choice = ProfileId is null ? SessionChoice.Parse(Model) : SessionChoice.Of(Model, ProfileId);
        foreach (string key in SessionKey)
            Set(SessionsOf(key), key, choice);
    }

    private void Set(AgentSessions sessions, string key, SessionChoice choice)
    {
        SelectedModel selected = sessions.Check(key, choice);
        string target = choice.ProfileId is null ? $"{selected.Reference}" : $"{selected.Reference} with profile {choice.ProfileId}";
        if (!ShouldProcess(sessions.StorePath, $"Pin session {key} to {target}"))
            return;

        SessionModel session = sessions.Pin(key, choice, Cancellation).Session;
        if (session.Problem != PinProblem.None)
            WriteWarning($"The gateway takes this pin away with the next message. {session.Reason}");
        if (PassThru)
            WriteObject(session);
    }
}
