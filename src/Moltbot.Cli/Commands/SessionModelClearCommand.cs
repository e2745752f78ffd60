using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Sessions;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot sessions model clear</c>.</summary>
internal static class SessionModelClearCommand
{
    public static Command Create(Session session)
    {
        Argument<string[]> keys = new("keys") { Description = "The keys of the sessions.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> agent = SessionOptions.Agent();
        Option<bool> stale = CommonOptions.Flag("--stale", "Only pins that do not hold; of all sessions when none is named.");
        Option<bool> dryRun = CommonOptions.Flag("--dry-run", "Say what would be done, and do nothing.");
        Command command = new("clear", "Take the pins of sessions away.") { keys, agent, stale, dryRun };
        command.SetAction(parsed => Run(session, parsed.GetValue(keys)!, parsed.GetValue(agent), parsed.GetValue(stale), parsed.GetValue(dryRun)));
        return command;
    }

    private static void Run(Session session, string[] keys, string? agentName, bool onlyStale, bool isDryRun)
    {
        if (keys.Length == 0 && !onlyStale)
            throw new MoltbotException(ErrorCode.InvalidArgument, "No session is named. Name the sessions to clear, or give --stale for all pins that do not hold.");

        Clearing[] found = [.. Find(session.OpenUsable(), keys, agentName, onlyStale)];
        foreach (Clearing pinned in found)
            Clear(session, pinned, onlyStale, isDryRun);
        if (Array.TrueForAll(found, pinned => pinned.Models.Length == 0))
            session.Output.WriteLine(onlyStale ? "No stale pins." : "No pins to clear.");
    }

    /// <summary>What there is to clear, agent by agent. All of it is looked for before anything is changed.</summary>
    private static IEnumerable<Clearing> Find(MoltbotInstallation installation, string[] keys, string? agentName, bool onlyStale)
    {
        if (keys.Length == 0)
        {
            AgentSessions sessions = installation.FindAgent(agentName).Sessions;
            yield return Pinned(sessions, sessions.Read().GetAll(), onlyStale);
        }

        foreach (IGrouping<AgentId, string> named in keys.GroupBy(key => installation.FindAgentOf(agentName, key).Id))
        {
            AgentSessions sessions = installation.GetAgent(named.Key.Value).Sessions;
            SessionModels overview = sessions.Read();
            yield return Pinned(sessions, named.Select(key => overview.Get(key)), onlyStale);
        }
    }

    private static Clearing Pinned(AgentSessions sessions, IEnumerable<SessionModel> models, bool onlyStale) =>
        new(sessions, [.. models.Where(model => onlyStale ? model.IsStale : model.IsPinned).DistinctBy(model => model.SessionKey, StringComparer.Ordinal)]);

    private static void Clear(Session session, Clearing pinned, bool onlyStale, bool isDryRun)
    {
        string[] keys = [.. pinned.Models.Select(model => model.SessionKey)];
        if (keys.Length > 0 && !isDryRun)
            Interruption.Guard(cancellation => onlyStale ? pinned.Sessions.Repair(keys, cancellation) : pinned.Sessions.Unpin(keys, cancellation));

        foreach (SessionModel model in pinned.Models)
            session.Output.WriteLine($"{(isDryRun ? "Would clear" : "Cleared")} {model.SessionKey}{(model.Reason is null ? "" : $": {model.Reason}")}");
    }

    private sealed record Clearing(AgentSessions Sessions, SessionModel[] Models);
}
