using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth logout</c>.</summary>
internal static class LogoutCommand
{
    private const int Refused = 1;

    public static Command Create(Session session)
    {
        Argument<string> profileId = new("profileId") { Description = "The profile to remove." };
        Option<string> agent = CommonOptions.Agent("The agent that has it (default: the main agent).");
        Option<bool> yes = CommonOptions.Flag("--yes", "Do not ask.");
        Option<bool> revoke = CommonOptions.Flag("--revoke", "End the sign-in at its provider first; if that fails the profile stays.");
        Option<bool> force = CommonOptions.Flag("--force", "With --revoke: remove the profile even if the provider does not end the sign-in.");
        Command command = new("logout", "Remove a profile from the store, from orders and from the configuration.") { profileId, agent, yes, revoke, force };
        command.SetAction((parsed, _) => RunAsync(session, parsed.GetValue(profileId)!, parsed.GetValue(agent), parsed.GetValue(yes), parsed.GetValue(revoke), parsed.GetValue(force)));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string profileId, string? agentName, bool isAgreed, bool revokes, bool isForced)
    {
        MoltbotInstallation installation = session.OpenUsable();
        Agent agent = agentName is null ? installation.MainAgent : installation.FindAgent(agentName);
        if (!isAgreed && Terminal.IsPresent && !IsWanted(session, agent, profileId))
            return Refused;

        if (revokes)
            await RevokeAsync(session, agent, profileId, isForced);

        RemovedProfile removed = Interruption.Guard(cancellation => agent.Profiles.Remove(profileId, cancellation));
        foreach (string path in new[] { removed.Path, removed.ConfigPath }.OfType<string>())
            session.Output.WriteLine($"Updated {session.Shorten(path)}");

        session.Output.WriteLine($"Removed auth profile: {removed.ProfileId}");
        session.Warn(removed.Warnings);
        return 0;
    }

    private static async Task RevokeAsync(Session session, Agent agent, string profileId, bool isForced)
    {
        using InstallationSignIns signIns = agent.OpenSignIns();
        try
        {
            await Interruption.GuardAsync(async cancellation =>
            {
                await signIns.RevokeAsync(agent, profileId, isForced, cancellation);
                return true;
            });
        }
        catch (MoltbotException error) when (isForced && error.Code is not (ErrorCode.ProfileNotFound or ErrorCode.ProfileOfOtherKind))
        {
            session.Warn([error.Message]);
        }
    }

    /// <summary>Nobody is asked about a profile that cannot be removed.</summary>
    private static bool IsWanted(Session session, Agent agent, string profileId)
    {
        RemovedProfile planned = agent.Profiles.CheckRemoval(profileId);
        return new Terminal(session.Errors).Confirm($"Remove {planned.ProfileId} of agent {agent.Id}? A secret that stands in the store is nowhere else.", isYesByDefault: false);
    }
}
