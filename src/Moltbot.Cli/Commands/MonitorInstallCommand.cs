using System.CommandLine;
using System.Text.Json.Nodes;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Monitoring.Schedules;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot monitor install</c>: has the system start passes.</summary>
internal static class MonitorInstallCommand
{
    private const string Every = "--every";
    private const string Scheduler = "--scheduler";

    public static Command Create(Session session)
    {
        Option<string> every = new(Every) { Description = "How often: whole minutes, from 1m to 1d (default: 30m).", HelpName = "duration" };
        Option<string> scheduler = new(Scheduler) { Description = $"Who starts the passes: {string.Join(", ", ScheduleKinds.Names)} (default: what this system has).", HelpName = "name", CompletionSources = { ScheduleKinds.Names.ToArray() } };
        Option<string> account = new("--account") { Description = "The account of Windows that it runs as, as S-1-5-18 (default: yours).", HelpName = "name" };
        Option<string> metrics = new("--metrics") { Description = "The file that each pass writes metrics to.", HelpName = "file" };
        Option<bool> force = CommonOptions.Flag("--force", "Replace a schedule of this name that was not written by us.");
        Option<bool> dryRun = CommonOptions.Flag("--dry-run", "Only say what would be installed.");
        Option<bool> json = CommonOptions.Json();
        Command command = new("install", "Have the system start a pass every half an hour, or bring that up to date.") { every, scheduler, account, metrics, force, dryRun, json };
        command.SetAction(parsed => Run(
            session,
            IntervalOf(parsed.GetValue(every)),
            KindOf(parsed.GetValue(scheduler)),
            parsed.GetValue(account),
            parsed.GetValue(metrics),
            parsed.GetValue(force),
            parsed.GetValue(dryRun),
            parsed.GetValue(json)));
        return command;
    }

    /// <summary>What was installed, as JSON.</summary>
    public static JsonObject ToJson(InstalledSchedule installed) => new()
    {
        ["scheduler"] = installed.Scheduler,
        ["place"] = installed.Place,
        ["everyMs"] = installed.Every.TotalMilliseconds,
        ["notes"] = new JsonArray([.. installed.Remarks.Select(note => (JsonNode?)note)]),
    };

    private static void Run(Session session, TimeSpan every, ScheduleKind? named, string? account, string? metrics, bool force, bool isDryRun, bool asJson)
    {
        MoltbotInstallation installation = session.Open();
        if (!installation.Exists)
            throw installation.Missing();

        string stateDirectory = installation.Paths.StateDirectory;
        string[] arguments = ["--state-dir", stateDirectory, "monitor", "run", .. metrics is null ? [] : (string[])["--metrics", Path.GetFullPath(metrics, session.Environment.WorkingDirectory)]];
        ScheduledRun run = new(ThisProgram.Find(), arguments, every, stateDirectory) { Account = account };
        MonitorSchedule schedule = installation.MonitorSchedule;
        if (isDryRun)
        {
            PlannedChange planned = Interruption.Guard(cancellation => schedule.Plan(run, named ?? schedule.Choose(cancellation), force, cancellation));
            session.Output.WriteLine($"{planned.Action}: {session.Shorten(planned.Target)}");
            return;
        }

        InstalledSchedule installed = Interruption.Guard(cancellation => schedule.Install(run, named ?? schedule.Choose(cancellation), force, cancellation));
        if (asJson)
            JsonOutput.Write(session, ToJson(installed));
        else
            session.Output.WriteLine($"Installed: {installed}, {session.Shorten(installed.Place)}");

        session.Warn(installed.Remarks);
    }

    private static TimeSpan IntervalOf(string? text) => text is null
        ? ScheduledRun.UsualInterval
        : DurationText.Parse(text, defaultUnit: "m") ?? throw new MoltbotException(ErrorCode.InvalidArgument, $"{Every} {text} is not a duration. Use a number of minutes, or one with m or h, for instance 30m.");

    private static ScheduleKind? KindOf(string? name) => name is null
        ? null
        : ScheduleKinds.Parse(name) ?? throw new MoltbotException(ErrorCode.InvalidArgument, $"{Scheduler} {name} is none that is known. Use one of {string.Join(", ", ScheduleKinds.Names)}.");
}
