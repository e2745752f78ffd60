using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Sessions;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot sessions model list</c>.</summary>
internal static class SessionModelListCommand
{
    public static Command Create(Session session)
    {
        Option<string> agent = SessionOptions.Agent();
        Option<bool> pinned = CommonOptions.Flag("--pinned", "Only sessions that are pinned to something.");
        Option<bool> newSession = SessionOptions.NewSession();
        Option<bool> json = CommonOptions.Json();
        Command command = new("list", "List the sessions of an agent with what they use next, and whether their pins hold.") { agent, pinned, newSession, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(agent), parsed.GetValue(pinned), parsed.GetValue(newSession), parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string? agentName, bool onlyPinned, bool asNewSession, bool asJson)
    {
        Agent agent = SessionOptions.AgentOf(session, agentName, key: null);
        IReadOnlyList<SessionModel> all = agent.Sessions.Read().GetAll(asNewSession);
        IReadOnlyList<SessionModel> sessions = onlyPinned ? [.. all.Where(listed => listed.IsPinned)] : all;
        session.Warn(SessionWarnings.Of(sessions, FrontEnd.CommandLine));
        if (asJson)
        {
            JsonOutput.Write(session, new JsonObject
            {
                ["agentId"] = agent.Id.Value,
                ["path"] = agent.Sessions.StorePath,
                ["sessions"] = JsonList.Of(sessions, listed => listed.ToJson()),
            });
        }
        else
        {
            new SessionText(session).WriteTable(agent, sessions);
        }
    }
}
