using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Monitoring.Schedules;

/// <summary>Has the system start the passes: writes what its scheduler reads, and takes that away again.</summary>
public sealed class MonitorSchedule
{
    private const string Systemctl = "systemctl";
    private const string Launchctl = "launchctl";
    private const string CrontabProgram = "crontab";

    private static readonly string Tasks = Path.Combine(Environment.SystemDirectory, "schtasks.exe");

    private readonly InstallationPaths paths;
    private readonly ProcessEnvironment environment;
    private readonly TimeProvider clock;
    private readonly SchedulerPrograms programs;
    private readonly string systemDirectory;

    internal MonitorSchedule(InstallationPaths paths, ProcessEnvironment environment, TimeProvider clock, SchedulerPrograms? programs = null, string systemDirectory = "/etc/systemd/system")
    {
        this.paths = paths;
        this.environment = environment;
        this.clock = clock;
        this.programs = programs ?? SchedulerPrograms.OfSystem;
        this.systemDirectory = systemDirectory;
    }

    private string Name => ScheduleName.Of(paths.StateDirectory);

    /// <summary>What is installed, or <see langword="null"/>.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>: it is not known.</exception>
    public InstalledSchedule? Find() => InstalledSchedule.Read(paths.SchedulePath, paths.StateDirectory);

    /// <summary>Makes sure that something may be changed there.</summary>
    /// <exception cref="MoltbotException">The installation is a newer gateway's, or nobody can tell.</exception>
    public void RequireWritable() => InstallationLayout.Of(paths).MayKeep.Require();

    /// <summary>Who would start the passes where nobody names a scheduler.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ScheduleUnavailable"/>: there is none.</exception>
    public ScheduleKind Choose(CancellationToken cancellation = default)
    {
        if (environment.Platform == OperatingSystemKind.Windows)
            return ScheduleKind.WindowsTask;
        if (environment.Platform == OperatingSystemKind.MacOS)
            return ScheduleKind.Launchd;
        if (programs.Run(Systemctl, ["--user", "show", "--property=Version"], cancellation) is not null)
            return ScheduleKind.SystemdUser;
        if (Environment.IsPrivilegedProcess && programs.Run(Systemctl, ["show", "--property=Version"], cancellation) is not null)
            return ScheduleKind.SystemdSystem;
        if (programs.Has(CrontabProgram, ["-l"], cancellation))
            return ScheduleKind.Cron;

        throw new MoltbotException(
            ErrorCode.ScheduleUnavailable, $"There is neither systemd nor cron here, or neither can be spoken to. Have whatever starts programs here run {NextSteps.RunMonitor}, as the container's own scheduler does.");
    }

    /// <summary>What would be installed.</summary>
    /// <exception cref="MoltbotException">As <see cref="Install"/>; nothing was changed.</exception>
    public PlannedChange Plan(ScheduledRun run, ScheduleKind kind, bool force, CancellationToken cancellation = default)
    {
        Check(run);
        InstallationLayout.Of(paths).MayKeep.Require();
        string place = PlaceOf(kind);
        if (kind is ScheduleKind.Cron or ScheduleKind.WindowsTask)
            _ = Existing(run, kind, force, cancellation);
        else
            FilesOf(run, kind).ForEach(file => RequireOurs(file.Path, force));

        return new PlannedChange(place, $"Have {kind.ToName()} start a pass every {run.Every.TotalMinutes:0} minutes");
    }

    /// <summary>Installs a schedule, or brings the one that there is up to date.</summary>
    /// <param name="run">What is started, and how often.</param>
    /// <param name="kind">By whom.</param>
    /// <param name="force">Whether what somebody else has put in its place is replaced.</param>
    /// <param name="cancellation">Ends the waiting for the scheduler.</param>
    /// <exception cref="MoltbotException">
    /// There is one that is none of ours (<see cref="ErrorCode.ScheduleExists"/>), or the scheduler does not let us
    /// (<see cref="ErrorCode.ScheduleUnavailable"/>), with what to do instead. What was there stays.
    /// </exception>
    public InstalledSchedule Install(ScheduledRun run, ScheduleKind kind, bool force = false, CancellationToken cancellation = default)
    {
        Plan(run, kind, force, cancellation);
        if (Find() is { } before && before.Kind != kind)
            Remove(before.Kind, cancellation);

        switch (kind)
        {
            case ScheduleKind.Cron:
                InstallInCrontab(run, cancellation);
                break;
            case ScheduleKind.WindowsTask:
                InstallTask(run, cancellation);
                break;
            default:
                InstallFiles(run, kind, cancellation);
                break;
        }

        InstalledSchedule installed = new()
        {
            StateDirectory = paths.StateDirectory,
            Kind = kind,
            Place = PlaceOf(kind),
            Every = kind == ScheduleKind.Cron ? Crontab.Effective(run.Every) : run.Every,
            InstalledAt = clock.GetUtcNow(),
            Remarks = [.. RemarksOn(run, kind)],
        };
        AtomicFile.Replace(paths.SchedulePath, installed.ToBytes());
        return installed;
    }

    /// <summary>Takes the schedule away.</summary>
    /// <returns>What was installed, or <see langword="null"/> when nothing was.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ScheduleUnavailable"/>: the scheduler does not let us.</exception>
    public InstalledSchedule? Uninstall(CancellationToken cancellation = default)
    {
        InstallationLayout.Of(paths).MayKeep.Require();
        if (Find() is not { } installed)
            return null;

        Remove(installed.Kind, cancellation);
        RegularFile.Delete(paths.SchedulePath);
        return installed;
    }

    private static void Check(ScheduledRun run)
    {
        if (!ScheduledRun.IsInterval(run.Every))
            throw new MoltbotException(ErrorCode.InvalidArgument, "Passes can be whole minutes apart, from one minute to a day. Use for instance 30m or 1h.");
        if (run.Arguments.Append(run.Program).Any(word => word.Any(char.IsControl)))
            throw new MoltbotException(ErrorCode.ScheduleUnavailable, "A path with a line break or another control character in it fits into no schedule. Move the installation or the program to another place.");
    }

    private string PlaceOf(ScheduleKind kind) => kind switch
    {
        ScheduleKind.SystemdUser => Path.Combine(UserUnits, $"{Name}.timer"),
        ScheduleKind.SystemdSystem => Path.Combine(systemDirectory, $"{Name}.timer"),
        ScheduleKind.Launchd => Path.Combine(environment.HomeDirectory, "Library", "LaunchAgents", $"{LaunchAgent.Label(paths.StateDirectory)}.plist"),
        ScheduleKind.Cron => CrontabProgram,
        _ => $@"\Moltbot\{Name}",
    };

    private string UserUnits => Path.Combine(environment.GetNonBlank("XDG_CONFIG_HOME") ?? Path.Combine(environment.HomeDirectory, ".config"), "systemd", "user");

    /// <summary>The files of a schedule, the one that is its place last.</summary>
    private List<ScheduleFile> FilesOf(ScheduledRun run, ScheduleKind kind) => kind == ScheduleKind.Launchd
        ? [new(PlaceOf(kind), LaunchAgent.Text(run, Path.Combine(paths.StateDirectory, "monitor", "passes.log")))]
        : [new(Path.ChangeExtension(PlaceOf(kind), ".service"), SystemdUnits.Service(run)), new(PlaceOf(kind), SystemdUnits.Timer(run))];

    private static void RequireOurs(string path, bool force)
    {
        if (!force && TextOf(path) is { } text && !text.Contains(ScheduleName.Mark, StringComparison.Ordinal))
            throw Exists(path);
    }

    private static string? TextOf(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record) is { } content ? Encoding.UTF8.GetString(content) : null;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw NotAllowed(path, refusal);
        }
    }

    private void InstallFiles(ScheduledRun run, ScheduleKind kind, CancellationToken cancellation)
    {
        List<(string Path, string? Before)> written = [];
        try
        {
            foreach (ScheduleFile file in FilesOf(run, kind))
            {
                written.Add((file.Path, TextOf(file.Path)));
                PublicFile.Write(file.Path, file.Text);
            }

            Enable(kind, cancellation);
        }
        catch (Exception refusal) when (refusal is MoltbotException || WriteFailure.IsRefusal(refusal))
        {
            foreach ((string path, string? before) in written)
                TakeBack(path, before);

            throw refusal is MoltbotException { Code: ErrorCode.ScheduleUnavailable } ? refusal : NotAllowed(PlaceOf(kind), refusal);
        }
    }

    private static void TakeBack(string path, string? before)
    {
        if (before is not null)
            PublicFile.Write(path, before);
        else if (File.Exists(path))
            RegularFile.Delete(path);
    }

    private void Enable(ScheduleKind kind, CancellationToken cancellation)
    {
        if (kind == ScheduleKind.Launchd)
        {
            string domain = $"gui/{programs.Run("id", ["-u"], cancellation)?.Trim() ?? throw Unavailable("launchd")}";
            programs.Run(Launchctl, ["bootout", $"{domain}/{LaunchAgent.Label(paths.StateDirectory)}"], cancellation);
            if (programs.Run(Launchctl, ["bootstrap", domain, PlaceOf(kind)], cancellation) is null)
                throw Unavailable("launchd");

            return;
        }

        string[] user = kind == ScheduleKind.SystemdUser ? ["--user"] : [];
        if (programs.Run(Systemctl, [.. user, "daemon-reload"], cancellation) is null || programs.Run(Systemctl, [.. user, "enable", "--now", $"{Name}.timer"], cancellation) is null)
            throw Unavailable("systemd");
    }

    private void InstallInCrontab(ScheduledRun run, CancellationToken cancellation)
    {
        string before = programs.Run(CrontabProgram, ["-l"], cancellation) ?? "";
        if (programs.Run(CrontabProgram, ["-"], cancellation, Crontab.With(before, run)) is null)
            throw Unavailable("cron");
    }

    private void InstallTask(ScheduledRun run, CancellationToken cancellation)
    {
        string user = run.Account ?? (environment.Get("USERDOMAIN") is { Length: > 0 } domain ? $@"{domain}\{environment.Get("USERNAME")}" : environment.Get("USERNAME") ?? "");
        string file = Path.Combine(paths.StateDirectory, "monitor", $"task-{Guid.NewGuid():N}.xml");
        AtomicFile.Replace(file, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(WindowsTask.Text(run, user))]);
        try
        {
            if (programs.Run(Tasks, ["/Create", "/TN", PlaceOf(ScheduleKind.WindowsTask), "/XML", file, "/F"], cancellation) is null)
                throw Unavailable("the task scheduler");
        }
        finally
        {
            RegularFile.Delete(file);
        }
    }

    /// <summary>What a scheduler without files has already; one that is none of ours is replaced only where that is wanted.</summary>
    private string? Existing(ScheduledRun run, ScheduleKind kind, bool force, CancellationToken cancellation)
    {
        if (kind == ScheduleKind.Cron)
            return programs.Has(CrontabProgram, ["-l"], cancellation) ? Crontab.Find(programs.Run(CrontabProgram, ["-l"], cancellation) ?? "", run.StateDirectory) : throw Unavailable("cron");

        string? task = programs.Run(Tasks, ["/Query", "/TN", PlaceOf(kind), "/XML"], cancellation);
        return task is null || force || task.Contains(ScheduleName.Mark, StringComparison.Ordinal) ? task : throw Exists(PlaceOf(kind));
    }

    private void Remove(ScheduleKind kind, CancellationToken cancellation)
    {
        switch (kind)
        {
            case ScheduleKind.Cron:
                string before = programs.Run(CrontabProgram, ["-l"], cancellation) ?? "";
                if (Crontab.Find(before, paths.StateDirectory) is not null && programs.Run(CrontabProgram, ["-"], cancellation, Crontab.Without(before, paths.StateDirectory)) is null)
                    throw Unavailable("cron");

                return;
            case ScheduleKind.WindowsTask:
                if (programs.Run(Tasks, ["/Query", "/TN", PlaceOf(kind)], cancellation) is not null && programs.Run(Tasks, ["/Delete", "/TN", PlaceOf(kind), "/F"], cancellation) is null)
                    throw Unavailable("the task scheduler");

                return;
            case ScheduleKind.Launchd:
                programs.Run(Launchctl, ["bootout", $"gui/{programs.Run("id", ["-u"], cancellation)?.Trim()}/{LaunchAgent.Label(paths.StateDirectory)}"], cancellation);
                break;
            default:
                string[] user = kind == ScheduleKind.SystemdUser ? ["--user"] : [];
                programs.Run(Systemctl, [.. user, "disable", "--now", $"{Name}.timer"], cancellation);
                break;
        }

        foreach (string path in kind == ScheduleKind.Launchd ? (string[])[PlaceOf(kind)] : [PlaceOf(kind), Path.ChangeExtension(PlaceOf(kind), ".service")])
        {
            try
            {
                if (TextOf(path)?.Contains(ScheduleName.Mark, StringComparison.Ordinal) == true)
                    RegularFile.Delete(path);
            }
            catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
            {
                throw NotAllowed(path, refusal);
            }
        }

        if (kind is ScheduleKind.SystemdUser or ScheduleKind.SystemdSystem)
            programs.Run(Systemctl, kind == ScheduleKind.SystemdUser ? ["--user", "daemon-reload"] : ["daemon-reload"], cancellation);
    }

    private static IEnumerable<string> RemarksOn(ScheduledRun run, ScheduleKind kind)
    {
        if (kind == ScheduleKind.SystemdUser)
            yield return "It runs as long as you are logged in. To have it run always: loginctl enable-linger";
        if (kind == ScheduleKind.Cron && Crontab.Effective(run.Every) != run.Every)
            yield return $"Cron keeps no interval of {run.Every.TotalMinutes:0} minutes, so it is {Crontab.Effective(run.Every).TotalMinutes:0}.";

        yield return "It does not see the variables of this session. What channels and profiles need of them belongs into the .env file of the installation.";
    }

    private static MoltbotException Exists(string place) => new(
        ErrorCode.ScheduleExists, $"There is a schedule at {place} that was not written by us. Look at it, then remove it or replace it: {NextSteps.Force}.") { Path = Path.IsPathRooted(place) ? place : null };

    private static MoltbotException NotAllowed(string place, Exception refusal) => new(
        ErrorCode.ScheduleUnavailable,
        $"{place} could not be written: {refusal.Message.TrimEnd('.')}. Install it as the user that may, or use a scheduler of your own user ({NextSteps.Scheduler}); or have whatever starts programs here run {NextSteps.RunMonitor}.",
        refusal)
    {
        Path = Path.IsPathRooted(place) ? place : null,
    };

    private static MoltbotException Unavailable(string scheduler) => new(
        ErrorCode.ScheduleUnavailable,
        $"{scheduler} is not there or did not take it, so nothing was installed. Use another one ({NextSteps.Scheduler}), ask an administrator, or have whatever starts programs here run {NextSteps.RunMonitor}.");
}
