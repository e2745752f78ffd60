using System.Diagnostics;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Running;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Running;

public sealed class WindowsProgramTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TemporaryHome home = new();

    public WindowsProgramTests() => SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has cmd.exe and jobs.");

    private static string Cmd => Path.Combine(Environment.SystemDirectory, "cmd.exe");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_script_is_found_without_its_extension()
    {
        home.Write("bin/greet", "#!/bin/sh\n");
        home.Write("bin/greet.cmd", "@echo off\r\necho hello %~1\r\n");

        (await Capture(Path.Combine(home["bin"], "greet"), "you")).ShouldBe("hello you");
    }

    [Fact]
    public async Task A_program_of_the_system_is_found_by_its_name() => (await Capture("cmd", "/d", "/c", "echo", "hello")).ShouldBe("hello");

    [Fact]
    public async Task A_script_that_is_not_there_is_not_handed_to_cmd() =>
        (await Should.ThrowAsync<MoltbotException>(() => new ExternalProgram { Path = home["gone.cmd"] }.RunAsync(Never))).Code.ShouldBe(ErrorCode.ProgramNotFound);

    [Fact]
    public async Task An_argument_that_cannot_be_handed_over_is_an_error()
    {
        string script = home.Write("foo.cmd", "@echo off\r\n");

        (await Should.ThrowAsync<MoltbotException>(() => new ExternalProgram { Path = script, Arguments = ["a\nb"] }.CaptureAsync(1000, timeout: null, Never))).Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void It_ends_with_its_job_unless_it_was_let_go(bool isReleased, bool ends)
    {
        if (!OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(Environment.SystemDirectory, "ping.exe"), ["-n", "60", "127.0.0.1"]) { CreateNoWindow = true, RedirectStandardOutput = true })!;
        try
        {
            using (ProgramJob job = ProgramJob.TryHold(process).ShouldNotBeNull())
            {
                if (isReleased)
                    job.Release();
            }

            process.WaitForExit(TimeSpan.FromSeconds(ends ? 10 : 0.5)).ShouldBe(ends);
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<string> Capture(string program, params string[] arguments) =>
        Encoding.UTF8.GetString((await new ExternalProgram { Path = program, Arguments = arguments, WorkingDirectory = Path.GetTempPath() }.CaptureAsync(1000, TimeSpan.FromSeconds(30), Never)).Output!).Trim();
}
