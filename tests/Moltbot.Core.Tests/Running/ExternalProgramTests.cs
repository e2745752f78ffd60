using System.Diagnostics;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Running;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Running;

public sealed class ExternalProgramTests : IDisposable
{
    private const int Limit = 1000;

    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TemporaryHome home = new();

    public ExternalProgramTests() => SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no Unix shell.");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task What_it_prints_is_kept()
    {
        ProgramOutcome outcome = await Shell("cat; echo unseen >&2; exit 3", input: "given").CaptureAsync(Limit, timeout: null, Never);

        (outcome.End, outcome.ExitCode, Encoding.UTF8.GetString(outcome.Output!)).ShouldBe((ProgramEnd.Exited, 3, "given"));
    }

    [Theory]
    [InlineData(1000, nameof(ProgramEnd.Exited))]
    [InlineData(1001, nameof(ProgramEnd.TooMuchOutput))]
    public async Task It_is_ended_when_it_prints_more_than_it_may(int length, string end) =>
        (await Shell($"printf '%0{length}d' 0").CaptureAsync(Limit, timeout: null, Never)).End.ToString().ShouldBe(end);

    [Theory]
    [InlineData("exec sleep 60")]
    [InlineData("sleep 60 & echo left behind")]
    public async Task It_is_ended_when_it_takes_too_long(string script) =>
        (await Shell(script).CaptureAsync(Limit, TimeSpan.FromMilliseconds(200), Never)).End.ShouldBe(ProgramEnd.TimedOut);

    [Fact]
    public async Task It_need_not_read_what_it_is_given() =>
        (await Shell("exec true", input: new string('x', 1_000_000)).CaptureAsync(Limit, timeout: null, Never)).End.ShouldBe(ProgramEnd.Exited);

    [Fact]
    public async Task What_is_not_there_is_not_started() =>
        (await new ExternalProgram { Path = home["gone"] }.CaptureAsync(Limit, timeout: null, Never)).End.ShouldBe(ProgramEnd.NotStarted);

    [Fact]
    public async Task Nothing_that_it_has_started_survives_a_cancellation()
    {
        using CancellationTokenSource cancelled = new();
        List<string> lines = [];
        ExternalProgram program = Shell("sleep 60 & echo $!; echo $$; wait", output: ExternalProgram.Lines(Encoding.UTF8, line =>
        {
            lines.Add(line);
            if (lines.Count == 2)
                cancelled.Cancel();
            return Task.CompletedTask;
        }));

        await Should.ThrowAsync<OperationCanceledException>(() => program.RunAsync(cancelled.Token));

        lines.Select(int.Parse).Where(IsRunning).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_ended_when_its_reader_fails_and_the_failure_comes_out_as_it_is()
    {
        int process = 0;
        ExternalProgram program = Shell("echo $$; sleep 60", output: ExternalProgram.Lines(Encoding.UTF8, line =>
        {
            process = int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
            throw new FormatException("not this");
        }));

        (await Should.ThrowAsync<FormatException>(() => program.RunAsync(Never))).Message.ShouldBe("not this");

        IsRunning(process).ShouldBeFalse();
    }

    [Fact]
    public async Task Both_streams_come_line_by_line_and_whole()
    {
        List<string> output = [];
        List<string> errors = [];
        ExternalProgram program = new()
        {
            Path = "/bin/sh",
            Arguments = ["-c", "echo é; printf 'two\\r\\nthree'; echo four >&2; exit 5"],
            Output = ExternalProgram.Lines(Encoding.UTF8, line => Keep(output, line)),
            Errors = ExternalProgram.Lines(Encoding.UTF8, line => Keep(errors, line)),
        };

        (await program.RunAsync(Never)).ShouldBe(5);

        output.ShouldBe(["é", "two", "three"]);
        errors.ShouldBe(["four"]);
    }

    [Fact]
    public async Task Its_environment_is_what_was_given_with_the_changes()
    {
        ExternalProgram program = new()
        {
            Path = "/usr/bin/env",
            Variables = new Dictionary<string, string> { ["KEPT"] = "1", ["GONE"] = "2", ["CHANGED"] = "3" },
            Changes = [new("GONE", null), new("CHANGED", "first"), new("CHANGED", "last"), new("NEW", "4")],
        };

        ProgramOutcome outcome = await program.CaptureAsync(Limit, timeout: null, Never);

        Encoding.UTF8.GetString(outcome.Output!).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["KEPT=1", "CHANGED=last", "NEW=4"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_name_is_found_in_this_processs_PATH_and_the_program_gets_the_changed_one()
    {
        home.Write("printenv", "#!/bin/sh\necho another\n");
        Unix.SetMode(home["printenv"], "755");
        ExternalProgram program = new() { Path = "printenv", Arguments = ["PATH"], Changes = [new("PATH", home.Path)] };

        Encoding.UTF8.GetString((await program.CaptureAsync(Limit, timeout: null, Never)).Output!).ShouldBe($"{home.Path}\n");
    }

    [Fact]
    public async Task Without_an_environment_of_its_own_it_has_this_processs() =>
        Encoding.UTF8.GetString((await Shell("printf '%s' \"$PATH\"").CaptureAsync(100_000, timeout: null, Never)).Output!).ShouldBe(Environment.GetEnvironmentVariable("PATH"));

    [Theory]
    [InlineData("gone", ErrorCode.ProgramNotFound)]
    [InlineData("text", ErrorCode.ProgramNotExecutable)]
    [InlineData("", ErrorCode.ProgramNotExecutable)]
    public async Task What_cannot_be_started_is_an_error_that_says_why(string name, ErrorCode code)
    {
        home.Write("text", "no program");

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => new ExternalProgram { Path = home[name] }.RunAsync(Never));

        (error.Code, error.Subject).ShouldBe((code, home[name]));
    }

    private static ExternalProgram Shell(string script, string? input = null, Func<Stream, CancellationToken, Task>? output = null) => new()
    {
        Path = "/bin/sh",
        Arguments = ["-c", script],
        Input = input is null ? null : Encoding.UTF8.GetBytes(input),
        Output = output,
    };

    private static Task Keep(List<string> lines, string line)
    {
        lines.Add(line);
        return Task.CompletedTask;
    }

    /// <summary>One whose parent has ended may stand there dead for a moment, until it is cleared away.</summary>
    private static bool IsRunning(int process)
    {
        try
        {
            using Process running = Process.GetProcessById(process);
            return !running.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
