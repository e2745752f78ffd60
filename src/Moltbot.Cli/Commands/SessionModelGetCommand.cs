using System.CommandLine;
using Moltbot.Cli.Rendering;
using Moltbot.Core.Sessions;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot sessions model get</c>.</summary>
internal static class SessionModelGetCommand
{
    public static Command Create(Session session)
    {
        Argument<string> key = SessionOptions.Key();
        Option<string> agent = SessionOptions.Agent();
        Option<bool> newSession = SessionOptions.NewSession();
        Option<bool> json = CommonOptions.Json();
        Command command = new("get", "Show what a session uses next, and whether its pins hold.") { key, agent, newSession, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(key)!, parsed.GetValue(agent), parsed.GetValue(newSession), parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string key, string? agentName, bool asNewSession, bool asJson)
    {
        SessionModel model = SessionOptions.AgentOf(session, agentName, key).Sessions.Read().Get(key, asNewSession);
        if (asJson)
            JsonOutput.Write(session, model.ToJson());
        else
            new SessionText(session).Write(model);
    }
}
