using System.CommandLine;
using Moltbot.Cli.Rendering;
using Moltbot.Core.Health;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot sessions model status</c>: <c>/model status</c> without the chat.</summary>
internal static class SessionModelStatusCommand
{
    public static Command Create(Session session)
    {
        Argument<string> key = SessionOptions.Key();
        Option<string> agent = SessionOptions.Agent();
        Option<bool> json = CommonOptions.Json();
        Command command = new("status", "Show what a session uses, and all models, profiles and endpoints that it can choose from.") { key, agent, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(key)!, parsed.GetValue(agent), parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string key, string? agentName, bool asJson)
    {
        SelectableModels status = SessionOptions.AgentOf(session, agentName, key).Sessions.GetSelectable(key);
        if (asJson)
            JsonOutput.Write(session, status.ToJson());
        else
            new SessionText(session).Write(status);
    }
}
