using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Monitoring.Schedules;
using Moltbot.Core.Running;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Monitoring;

public sealed class MonitorScheduleTests : IDisposable
{
    private const string Odd = "it's 100% \"my\" $HOME\\bot";

    private readonly TemporaryHome home = new();
    private readonly List<string> started = [];
    private string crontab = "# mine\n5 4 * * * backup --all\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string StateDirectory => home[".clawdbot"];

    public void Dispose() => home.Dispose();

    [Fact]
    public void The_units_of_systemd_pass_its_own_verification()
    {
        SkipReason.Program.Require(Unix.Has("/usr/bin/systemd-analyze"), "There is no systemd-analyze, which verifies units.");
        string program = home.Write($"{Odd}/moltbot", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Unix.SetMode(program, "755");
        ScheduledRun run = new(program, ["--state-dir", home[Odd], "monitor", "run"], TimeSpan.FromMinutes(30), StateDirectory);
        home.Write("units/moltbot-auth-monitor.service", SystemdUnits.Service(run));
        home.Write("units/moltbot-auth-monitor.timer", SystemdUnits.Timer(run));

        (int exitCode, string said) = Run("/usr/bin/systemd-analyze", "verify", "--man=no", home["units/moltbot-auth-monitor.service"], home["units/moltbot-auth-monitor.timer"]);

        said.Split('\n').Where(line => line.Contains("moltbot", StringComparison.Ordinal)).ShouldBeEmpty();
        exitCode.ShouldBe(0, said);
    }

    [Fact]
    public void The_words_of_a_unit_are_escaped_as_systemd_reads_them()
    {
        string service = SystemdUnits.Service(new ScheduledRun("/opt/a $b/moltbot", ["--state-dir", Odd], TimeSpan.FromMinutes(30), StateDirectory));

        service.ShouldContain("ExecStart=\"/opt/a $b/moltbot\" \"--state-dir\" \"it's 100%% \\\"my\\\" $$HOME\\\\bot\"\n");
    }

    [Fact]
    public void The_property_list_is_one_and_holds_every_path_as_it_is()
    {
        string text = LaunchAgent.Text(new ScheduledRun($"/opt/{Odd}/moltbot", ["--state-dir", "/a & <b>"], TimeSpan.FromHours(1), StateDirectory), "/log");

        XElement dict = XDocument.Parse(text).Root!.Element("dict")!;
        dict.Element("array")!.Elements("string").Select(word => word.Value).ShouldBe([$"/opt/{Odd}/moltbot", "--state-dir", "/a & <b>"]);
        dict.Element("integer")!.Value.ShouldBe("3600");
        if (File.Exists("/usr/bin/plutil"))
            Run("/usr/bin/plutil", "-lint", home.Write("a.plist", text)).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    [InlineData(1440)]
    public void The_task_of_Windows_is_valid_against_the_schema_of_tasks(int minutes)
    {
        XDocument task = XDocument.Parse(WindowsTask.Text(new ScheduledRun($@"C:\{Odd}\moltbot.exe", ["--state-dir", @"C:\a <b> & c\"], TimeSpan.FromMinutes(minutes), StateDirectory), "S-1-5-18"));

        TaskSchema.ErrorsOf(task).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Interval", "PT30S")]
    [InlineData("Interval", "30")]
    [InlineData("MultipleInstancesPolicy", "Never")]
    [InlineData("UserId", "")]
    [InlineData("Command", "")]
    [InlineData("Hidden", "yes")]
    public void The_schema_of_tasks_refuses_what_is_wrong(string element, string value)
    {
        XDocument task = XDocument.Parse(WindowsTask.Text(new ScheduledRun("moltbot.exe", [], TimeSpan.FromMinutes(30), StateDirectory), "me"));
        task.Descendants(XName.Get(element, WindowsTask.Namespace)).Single().Value = value;

        TaskSchema.ErrorsOf(task).ShouldNotBeEmpty();
    }

    [Fact]
    public void The_task_of_Windows_starts_the_program_with_its_arguments_hidden_and_without_a_password()
    {
        string text = WindowsTask.Text(new ScheduledRun(@"C:\Program Files\moltbot.exe", ["--state-dir", @"C:\a b\", "monitor", "run"], TimeSpan.FromMinutes(30), StateDirectory), @"HOST\me");

        XElement task = XDocument.Parse(text).Root!;
        XNamespace ns = WindowsTask.Namespace;
        XElement exec = task.Element(ns + "Actions")!.Element(ns + "Exec")!;
        (exec.Element(ns + "Command")!.Value, exec.Element(ns + "Arguments")!.Value).ShouldBe((@"C:\Program Files\moltbot.exe", @"--state-dir ""C:\a b\\"" monitor run"));
        task.Descendants(ns + "Interval").Single().Value.ShouldBe("PT30M");
        task.Descendants(ns + "Hidden").Single().Value.ShouldBe("true");
        task.Descendants(ns + "LogonType").Single().Value.ShouldBe("S4U");
    }

    [Theory]
    [InlineData("S-1-5-18")]
    [InlineData("S-1-5-19")]
    public void A_service_account_needs_no_logon(string account) =>
        WindowsTask.Text(new ScheduledRun("moltbot.exe", [], TimeSpan.FromMinutes(30), StateDirectory), account).ShouldNotContain("LogonType");

    [Theory]
    [InlineData(1, "* * * * *", 1)]
    [InlineData(30, "*/30 * * * *", 30)]
    [InlineData(45, "*/30 * * * *", 30)]
    [InlineData(60, "7 * * * *", 60)]
    [InlineData(90, "7 * * * *", 60)]
    [InlineData(300, "7 */4 * * *", 240)]
    [InlineData(1440, "7 0 * * *", 1440)]
    public void Cron_is_told_what_it_can_keep(int minutes, string times, int effective)
    {
        Crontab.Times(TimeSpan.FromMinutes(minutes)).ShouldBe(times);
        Crontab.Effective(TimeSpan.FromMinutes(minutes)).ShouldBe(TimeSpan.FromMinutes(effective));
    }

    [Fact]
    public void A_line_of_cron_means_the_same_words_to_the_shell()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no Unix shell.");
        string line = Crontab.Line(new ScheduledRun("printf", ["[%s]", Odd, "two words"], TimeSpan.FromMinutes(30), StateDirectory));

        // Cron takes the backslash in front of a % away, and ends the command at one without.
        string command = line.Split("*/30 * * * * ")[1].Split(" >/dev/null")[0].Replace("\\%", "%", StringComparison.Ordinal);

        Run("/bin/sh", "-c", command).Said.ShouldBe($"[{Odd}][two words]");
    }

    [Fact]
    public void A_line_in_the_crontab_leaves_the_others_and_goes_without_a_trace()
    {
        string before = crontab;
        MonitorSchedule schedule = Schedule();

        schedule.Install(NewRun(), ScheduleKind.Cron, cancellation: Cancellation).Remarks.ShouldHaveSingleItem().ShouldContain(".env");
        schedule.Install(NewRun() with { Every = TimeSpan.FromMinutes(15) }, ScheduleKind.Cron, cancellation: Cancellation);

        crontab.Split('\n').ShouldBe(["# mine", "5 4 * * * backup --all", $"*/15 * * * * '/usr/bin/moltbot' 'monitor' 'run' >/dev/null 2>&1 # moltbot-auth-monitor {StateDirectory}", ""]);
        schedule.Find()!.Every.ShouldBe(TimeSpan.FromMinutes(15));
        schedule.Uninstall(Cancellation).ShouldNotBeNull();
        crontab.ShouldBe(before);
        schedule.Find().ShouldBeNull();
        schedule.Uninstall(Cancellation).ShouldBeNull();
    }

    [Fact]
    public void A_timer_of_systemd_is_written_and_started_and_goes_again()
    {
        MonitorSchedule schedule = Schedule();

        InstalledSchedule installed = schedule.Install(NewRun(), ScheduleKind.SystemdUser, cancellation: Cancellation);

        installed.Place.ShouldBe(home[".config/systemd/user/moltbot-auth-monitor.timer"]);
        File.Exists(home[".config/systemd/user/moltbot-auth-monitor.service"]).ShouldBeTrue();
        started.ShouldBe(["systemctl --user daemon-reload", "systemctl --user enable --now moltbot-auth-monitor.timer"]);
        schedule.Uninstall(Cancellation);
        Directory.GetFiles(home[".config/systemd/user"]).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_scheduler_does_not_take_leaves_nothing_behind()
    {
        MonitorSchedule schedule = Schedule(refuse: "enable");

        MoltbotException error = Should.Throw<MoltbotException>(() => schedule.Install(NewRun(), ScheduleKind.SystemdUser, cancellation: Cancellation));

        error.Code.ShouldBe(ErrorCode.ScheduleUnavailable);
        error.Message.ShouldContain("--scheduler");
        Directory.GetFiles(home[".config/systemd/user"]).ShouldBeEmpty();
        schedule.Find().ShouldBeNull();
    }

    [Fact]
    public void A_schedule_of_somebody_else_stays()
    {
        home.Write(".config/systemd/user/moltbot-auth-monitor.timer", "[Timer]\nOnCalendar=daily\n");
        MonitorSchedule schedule = Schedule();

        Should.Throw<MoltbotException>(() => schedule.Install(NewRun(), ScheduleKind.SystemdUser, cancellation: Cancellation)).Code.ShouldBe(ErrorCode.ScheduleExists);
        File.ReadAllText(home[".config/systemd/user/moltbot-auth-monitor.timer"]).ShouldBe("[Timer]\nOnCalendar=daily\n");

        schedule.Install(NewRun(), ScheduleKind.SystemdUser, force: true, Cancellation);
        File.ReadAllText(home[".config/systemd/user/moltbot-auth-monitor.timer"]).ShouldContain(ScheduleName.Mark);
    }

    [Fact]
    public void Without_rights_it_says_what_to_do_instead()
    {
        home.Write("etc", "a file where a directory should be");
        MonitorSchedule schedule = new(Paths, home.Environment, TestClock.Standing(), Programs(refuse: null), home["etc/system"]);

        MoltbotException error = Should.Throw<MoltbotException>(() => schedule.Install(NewRun(), ScheduleKind.SystemdSystem, cancellation: Cancellation));

        error.Code.ShouldBe(ErrorCode.ScheduleUnavailable);
        error.Message.ShouldContain("--scheduler");
    }

    [Fact]
    public void Another_installation_has_a_schedule_of_its_own() =>
        ScheduleName.Of("/srv/bot").ShouldNotBe(ScheduleName.Of("/srv/other"));

    [Theory]
    [InlineData(0)]
    [InlineData(1441)]
    public void An_interval_that_nobody_keeps_is_refused(int minutes) => Should.Throw<MoltbotException>(() =>
        Schedule().Install(NewRun() with { Every = TimeSpan.FromMinutes(minutes) }, ScheduleKind.Cron, cancellation: Cancellation)).Code.ShouldBe(ErrorCode.InvalidArgument);

    [Fact]
    public void A_path_with_a_line_break_is_refused() => Should.Throw<MoltbotException>(() =>
        Schedule().Install(NewRun() with { Arguments = ["--state-dir", "/a\n* * * * * rm"] }, ScheduleKind.Cron, cancellation: Cancellation)).Code.ShouldBe(ErrorCode.ScheduleUnavailable);

    private InstallationPaths Paths => InstallationPaths.At(StateDirectory, home.Environment);

    private ScheduledRun NewRun() => new("/usr/bin/moltbot", ["monitor", "run"], TimeSpan.FromMinutes(30), StateDirectory);

    private MonitorSchedule Schedule(string? refuse = null) => new(Paths, home.Environment, TestClock.Standing(), Programs(refuse));

    private SchedulerPrograms Programs(string? refuse) => new((program, arguments, input, _) =>
    {
        if (refuse is not null && arguments.Contains(refuse))
            return new ProgramOutcome(ProgramEnd.Exited, 1);
        if (program != "crontab")
        {
            started.Add($"{program} {string.Join(' ', arguments)}");
            return new ProgramOutcome(ProgramEnd.Exited, 0, []);
        }

        if (arguments is ["-"])
            crontab = Encoding.UTF8.GetString(input);

        return new ProgramOutcome(ProgramEnd.Exited, 0, Encoding.UTF8.GetBytes(crontab));
    });

    private static (int ExitCode, string Said) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
