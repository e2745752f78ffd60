using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Core;
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
        Command command = new("logout", "Remove a profile from the store, from orders and from the configuration.") { profileId, agent, yes };
        command.SetAction(parsed => Run(session, parsed.GetValue(profileId)!, parsed.GetValue(agent), parsed.GetValue(yes)));
        return command;
    }

    private static int Run(Session session, string profileId, string? agentName, bool isAgreed)
    {
        MoltbotInstallation installation = session.OpenUsable();
        Agent agent = agentName is null ? installation.MainAgent : installation.FindAgent(agentName);
        if (!isAgreed && Terminal.IsPresent && !IsWanted(session, agent, profileId))
            return Refused;

        RemovedProfile removed = Interruption.Guard(cancellation => agent.Profiles.Remove(profileId, cancellation));
        foreach (string path in new[] { removed.Path, removed.ConfigPath }.OfType<string>())
            session.Output.WriteLine($"Updated {session.Shorten(path)}");

        session.Output.WriteLine($"Removed auth profile: {removed.ProfileId}");
        session.Warn(removed.Warnings);
        return 0;
    }

    /// <summary>Nobody is asked about a profile that cannot be removed.</summary>
    private static bool IsWanted(Session session, Agent agent, string profileId)
    {
        RemovedProfile planned = agent.Profiles.CheckRemoval(profileId);
        return new Terminal(session.Errors).Confirm($"Remove {planned.ProfileId} of agent {agent.Id}? A secret that stands in the store is nowhere else.", isYesByDefault: false);
    }
}
