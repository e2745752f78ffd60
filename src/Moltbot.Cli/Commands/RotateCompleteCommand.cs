using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Probing;
using Moltbot.Core.Rotating;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth rotate complete</c>: swaps a new key in once the provider accepts it.</summary>
internal static class RotateCompleteCommand
{
    public static Command Create(Session session)
    {
        Argument<string> profileId = RotateCommand.ProfileId("The profile whose key is being replaced.");
        Option<string> keepFor = RotateCommand.KeepFor("as it was said at the start");
        Option<string> level = RotateCommand.Level();
        Option<bool> skipProbe = RotateCommand.SkipProbe();
        Option<string> agent = RotateCommand.Agent();
        Option<bool> json = CommonOptions.Json();
        Command command = new("complete", "Swap a new key in if the provider accepts it, and keep the old one for a while; exit code 3 if the provider could not be asked.") { profileId, keepFor, level, skipProbe, agent, json };
        command.SetAction((parsed, _) => RunAsync(
            session,
            parsed.GetValue(agent),
            parsed.GetValue(profileId)!,
            RotateCommand.DurationOf(parsed.GetValue(keepFor)),
            RotateCommand.ProbeOf(parsed.GetValue(level), parsed.GetValue(skipProbe)),
            parsed.GetValue(json)));
        return command;
    }

    private static Task<int> RunAsync(Session session, string? agentName, string profileId, TimeSpan? keepFor, ProbeOptions? asked, bool asJson)
    {
        MoltbotInstallation installation = session.OpenUsable();
        Agent agent = agentName is null ? installation.MainAgent : installation.FindAgent(agentName);
        RotationReport report = new(session, installation.OpenRotations(), asJson);
        return report.RunAsync(async () =>
        {
            OpenRotation rotation = report.Rotations.Open(agent, profileId, installation.OpenSecrets(vaults: null));
            CredentialProbe? probe = asked is null || rotation.Rotation.Stage != RotationStage.Pending
                ? null
                : await Interruption.GuardAsync(cancellation => report.Rotations.ProbeAsync(rotation, asked, cancellation));
            KeyRotation completed = Interruption.Guard(cancellation => report.Rotations.Complete(rotation, probe, keepFor, cancellation));
            report.EndDue();
            return completed;
        });
    }
}
