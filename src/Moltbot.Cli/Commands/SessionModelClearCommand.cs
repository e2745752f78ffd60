using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Sessions;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot sessions model clear</c>.</summary>
internal static class SessionModelClearCommand
{
    public static Command Create(Session session)
    {
        Argument<string[]> keys = new("keys") { Description = "The keys of the sessions.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> agent = SessionOptions.Agent();
        FlagOption stale = new("--stale") { Description = "Only pins that do not hold; of all sessions when none is named." };
        FlagOption dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing." };
        Command command = new("clear", "Take the pins of sessions away.") { keys, agent, stale, dryRun };
        command.SetAction(parsed => Run(session, parsed.GetValue(keys)!, parsed.GetValue(agent), parsed.Has(stale), parsed.Has(dryRun)));
        return command;
    }

    private static int Run(Session session, string[] keys, string? agentName, bool onlyStale, bool isDryRun)
    {
        if (keys.Length == 0 && !onlyStale)
            throw new MoltbotException(ErrorCode.InvalidArgument, "No session is named. Name the sessions to clear, or give --stale for all pins that do not hold.");

        AgentSessions sessions = SessionOptions.AgentOf(session, agentName, keys.FirstOrDefault()).Sessions;
        SessionOverview overview = sessions.Read();
        SessionModel[] pinned = [.. (keys.Length > 0 ? keys.Select(key => overview.Get(key)) : overview.GetAll()).Where(model => onlyStale ? model.IsStale : model.IsPinned)];
        if (pinned.Length > 0 && !isDryRun)
        {
            string[] concerned = [.. pinned.Select(model => model.SessionKey)];
            Interruption.Guard(cancellation => onlyStale ? sessions.Mend(concerned, cancellation) : sessions.Unpin(concerned, cancellation));
        }

        foreach (SessionModel model in pinned)
            session.Output.WriteLine($"{(isDryRun ? "Would clear" : "Cleared")} {model.SessionKey}{(model.Reason is null ? "" : $": {model.Reason}")}");
        if (pinned.Length == 0)
            session.Output.WriteLine(onlyStale ? "No stale pins." : "No pins to clear.");

        return 0;
    }
}
