using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Sessions;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot sessions model set</c>: <c>/model</c> without the chat.</summary>
internal static class SessionModelSetCommand
{
    public static Command Create(Session session)
    {
        Argument<string> key = SessionOptions.Key();
        Argument<string> model = new("model") { Description = "The model as in a chat: Opus, anthropic/claude-opus-4-5, Opus@anthropic:work." };
        Option<string> profileId = new("--profile-id") { Description = "The profile, if it is not given with the model.", HelpName = "id" };
        Option<string> agent = SessionOptions.Agent();
        Command command = new("set", "Pin a session to a model, and perhaps to a profile; without one, a pin to a profile is taken away.") { key, model, profileId, agent };
        command.SetAction(parsed => Run(session, parsed.GetValue(key)!, parsed.GetValue(model)!, parsed.GetValue(profileId), parsed.GetValue(agent)));
        return command;
    }

    private static void Run(Session session, string key, string model, string? profileId, string? agentName)
    {
        SessionChoice choice = profileId is null ? SessionChoice.Parse(model) : SessionChoice.Of(model, profileId);
        Agent agent = SessionOptions.AgentOf(session, agentName, key);
        IReadOnlyList<string> warnings = agent.Sessions.Review(agent.Sessions.Check(choice));
        PinnedSessions pinned = Interruption.Guard(cancellation => agent.Sessions.Pin([key], choice, cancellation));
        session.Warn(warnings);
        string label = pinned.Selected.Alias is { } alias ? $"{alias} ({pinned.Selected.Reference})" : pinned.Selected.Reference.ToString();
        session.Output.WriteLine(pinned.Selected.IsDefault ? $"Model reset to default ({label})." : $"Model set to {label}.");
        if (choice.ProfileId is not null)
            session.Output.WriteLine($"Auth profile set to {choice.ProfileId}.");
        session.Warn(pinned.Sessions.Where(model => model.IsStale).Select(model => $"The gateway takes this pin away with the next message. {model.Reason}"));
    }
}
