using System.CommandLine;
using Moltbot.Core;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth rotate undo</c>: swaps the old key back in while it is kept, or drops a new one that waits.</summary>
internal static class RotateUndoCommand
{
    public static Command Create(Session session)
    {
        Argument<string> profileId = RotateCommand.ProfileId("The profile whose key is being replaced.");
        Option<string> agent = RotateCommand.Agent();
        Option<bool> json = CommonOptions.Json();
        Command command = new("undo", "Swap the old key back in while it is kept, or drop a new one that waits.") { profileId, agent, json };
        command.SetAction((parsed, _) => RunAsync(session, parsed.GetValue(agent), parsed.GetValue(profileId)!, parsed.GetValue(json)));
        return command;
    }

    private static Task<int> RunAsync(Session session, string? agentName, string profileId, bool asJson)
    {
        MoltbotInstallation installation = session.OpenUsable();
        Agent agent = agentName is null ? installation.MainAgent : installation.FindAgent(agentName);
        RotationReport report = new(session, installation.OpenRotations(), asJson);
        return report.RunAsync(() =>
        {
            try
            {
                return Task.FromResult(Interruption.Guard(cancellation => report.Rotations.Undo(agent, profileId, cancellation)));
            }
            finally
            {
                report.EndDue();
            }
        });
    }
}
