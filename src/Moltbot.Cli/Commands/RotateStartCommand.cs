using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Core;
using Moltbot.Core.Probing;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth rotate start</c>: puts a new key beside the old one, and swaps it in at once where that is wanted.</summary>
internal static class RotateStartCommand
{
    public static Command Create(Session session)
    {
        Argument<string> profileId = RotateCommand.ProfileId("The profile whose key is replaced.");
        Option<string> keepFor = RotateCommand.KeepFor("24h");
        Option<bool> complete = CommonOptions.Flag("--complete-on-success", "Swap the new key in at once if the provider accepts it.");
        Option<bool> allAgents = CommonOptions.Flag("--all-agents", "Replace the copies of the key in the stores of other agents too.");
        Option<string> expiresIn = new("--expires-in") { Description = "How long a new token is valid: 365d, 12h, a number of days (default: it does not expire).", HelpName = "duration" };
        Option<string> level = RotateCommand.Level();
        Option<bool> skipProbe = RotateCommand.SkipProbe();
        Option<string> agent = RotateCommand.Agent();
        Option<bool> json = CommonOptions.Json();
        SecretCommand command = new("start", "Put a new key beside the one of a profile, from a masked prompt or from standard input, and ask the provider about it.")
        {
            profileId, keepFor, complete, allAgents, expiresIn, level, skipProbe, agent, json,
        };
        command.SetAction((parsed, _) => RunAsync(
            session,
            parsed.GetValue(agent),
            new RotationRequest(parsed.GetValue(profileId)!)
            {
                KeepFor = RotateCommand.DurationOf(parsed.GetValue(keepFor)) ?? RotationRequest.UsualGrace,
                AllAgents = parsed.GetValue(allAgents),
                ExpiresIn = PasteTokenCommand.DurationOf(parsed.GetValue(expiresIn), "--expires-in"),
            },
            RotateCommand.ProbeOf(parsed.GetValue(level), parsed.GetValue(skipProbe)),
            parsed.GetValue(complete),
            parsed.GetValue(json)));
        return command;
    }

    private static Task<int> RunAsync(Session session, string? agentName, RotationRequest request, ProbeOptions? asked, bool completes, bool asJson)
    {
        MoltbotInstallation installation = session.OpenUsable();
        Agent agent = agentName is null ? installation.MainAgent : installation.FindAgent(agentName);
        RotationReport report = new(session, installation.OpenRotations(), asJson);
        report.EndDue();
        report.Rotations.Require(agent, request);
        Secret key = SecretInput.Read(session, $"Paste the new key of {request.ProfileId}", given =>
        {
            report.Rotations.Check(agent, request, given);
            return given;
        });
        return report.RunAsync(async () =>
        {
            OpenRotation started = Interruption.Guard(cancellation => report.Rotations.Start(agent, request, key, cancellation));
            CredentialProbe? probe = null;
            if (asked is not null)
            {
                probe = await Interruption.GuardAsync(cancellation => report.Rotations.ProbeAsync(started, asked, cancellation));
                started = report.Rotations.Settle(started, probe);
            }

            return completes ? Interruption.Guard(cancellation => report.Rotations.Complete(started, probe, keepFor: null, cancellation)) : started.Rotation;
        });
    }
}
