using System.CommandLine;
using System.Globalization;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Monitoring;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot monitor status</c>: who starts passes, what came of the last one, and what is due.</summary>
internal static class MonitorStatusCommand
{
    private const int Failure = 1;

    public static Command Create(Session session)
    {
        Option<string> html = new("--html") { Description = "Write it as a page that needs nothing else to a file.", HelpName = "file" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("status", "Show who starts the passes, what came of the last one, and what is due in the next 30 days.") { html, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(html), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, string? html, bool asJson)
    {
        MoltbotInstallation installation = session.Open();
        if (!installation.Exists)
            throw installation.Missing();

        InstallationMonitor monitor = installation.OpenMonitor(new MonitorSurroundings(installation.OpenSecrets(vaults: null)));
        MonitorStatus status = monitor.ReadStatus();
        foreach (MoltbotException error in status.Errors)
            session.Fail(error);

        if (html is { Length: > 0 })
            monitor.WritePage(UserPath.Expand(html, session.Environment), status);
        if (asJson)
            JsonOutput.Write(session, status.ToJson());
        else
            Write(session, status);

        return status.Errors.Count > 0 ? Failure : 0;
    }

    private static void Write(Session session, MonitorStatus status)
    {
        Palette palette = session.Palette;
        session.Output.WriteLine($"{palette.Label("Started by")}: {(status.Schedule is { } schedule ? $"{schedule} ({session.Shorten(schedule.Place)})" : "nobody; moltbot monitor install")}");
        session.Output.WriteLine($"{palette.Label("Last pass")}:  {(status.LastPassAt is { } last ? string.Create(CultureInfo.InvariantCulture, $"{last:u}, exit code {status.LastExitCode}, {status.LastSummary}") : "none yet")}");
        foreach (string error in status.LastErrors)
            session.Output.WriteLine($"             {palette.Bad(error)}");

        session.Output.WriteLine($"{palette.Label("Next pass")}:  {(status.NextPassAt is { } next ? string.Create(CultureInfo.InvariantCulture, $"{next:u}{(status.IsOverdue ? ", overdue" : "")}") : "not known")}");
        session.Output.WriteLine($"{palette.Label("Channels")}:   {(status.Channels.Count == 0 ? $"none; see {session.Shorten(status.SettingsPath)}" : status.Channels)}");
        session.Output.WriteLine($"{palette.Label("Due")}:        {status.TimeLine}");
        foreach (DueCredential due in status.Due)
            session.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {due.ExpiresAt:u}  {(due.ExpiresIn <= TimeSpan.Zero ? palette.Bad(due.ToString()) : due.ToString())}{(due.Agent == "main" ? "" : $" of agent {due.Agent}")}"));
    }
}
