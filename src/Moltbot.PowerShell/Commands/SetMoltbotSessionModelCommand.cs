using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Models;
using Moltbot.Core.Sessions;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Pins sessions to a model, and perhaps to a profile, as <c>/model</c> in their chats does.</summary>
[Cmdlet(VerbsCommon.Set, "MoltbotSessionModel", HelpUri = OnlineHelp.Pages + "Set-MoltbotSessionModel.md", SupportsShouldProcess = true)]
[OutputType(typeof(SessionModel))]
public sealed class SetMoltbotSessionModelCommand : SessionPinCmdlet
{
    /// <summary>The keys of the sessions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionKeyCompleter))]
    [Name]
    public string[] SessionKey { get; set; } = [];

    /// <summary>The model as in a chat, perhaps with a profile: <c>Opus@anthropic:work</c>. With <see cref="ProfileId"/> the model alone.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Name]
    public string Model { get; set; } = "";

    /// <summary>The profile; without one, a pin to a profile is taken away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string? ProfileId { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string key in SessionKey)
            Request(key);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SessionModel> Change(AgentSessions sessions, IReadOnlyList<string> sessionKeys)
    {
        SessionChoice choice = ProfileId is null ? SessionChoice.Parse(Model) : SessionChoice.Of(Model, ProfileId);
        SelectedModel selected = sessions.Check(choice);
        WriteWarnings(sessions.Review(selected));
        string target = choice.ProfileId is null ? $"{(selected.IsDefault ? "the default, " : "")}{selected.Reference}" : $"{selected.Reference} with profile {choice.ProfileId}";
        string action = selected.IsDefault && choice.ProfileId is null ? "Leave session" : "Pin session";
        string[] approved = [.. Named(sessions.Read(), sessionKeys).Where(key => Approves(new PlannedChange(sessions.StorePath, $"{action} {key} to {target}")))];
        if (approved.Length == 0)
            return [];

        IReadOnlyList<SessionModel> pinned = sessions.Pin(approved, choice, Cancellation).Sessions;
        WriteWarnings(pinned.Where(session => session.IsStale).Select(session => $"The gateway takes this pin away with the next message. {session.Reason}"));
        return pinned;
    }

    private IEnumerable<string> Named(SessionModels sessions, IReadOnlyList<string> sessionKeys)
    {
        List<string> found = [];
        foreach (string key in sessionKeys)
            AttemptItem(() => found.Add(sessions.Get(key).SessionKey));

        return found.Distinct(StringComparer.Ordinal);
    }
}
