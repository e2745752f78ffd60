using System.Diagnostics;
using Moltbot.Core.Files;

namespace Moltbot.Core.Tests.Files;

/// <summary>What becomes of a lock when its process ends. The process is this test program once more, told to run one test.</summary>
public sealed class DirectoryLockExitTests
{
    private const string FileToHold = "MOLTBOT_TEST_FILE_TO_HOLD";

    private static string TestProgram => Path.Combine(
        AppContext.BaseDirectory,
        typeof(DirectoryLockExitTests).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));

    [Fact]
    public async Task A_lock_that_is_still_held_when_the_process_ends_is_removed()
    {
        using LockScene scene = new();
        ProcessStartInfo program = new(TestProgram)
        {
            ArgumentList = { "-method", $"{typeof(DirectoryLockExitTests).FullName}.{nameof(Ends_without_releasing)}", "-explicit", "only" },
            Environment = { [FileToHold] = scene.File },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using Process process = Process.Start(program)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        output.ShouldContain("Total: 1,");
        process.ExitCode.ShouldBe(0, output);
        File.ReadAllText(scene.File).ShouldBe("held");
        scene.IsLocked.ShouldBeFalse();
    }

    [Fact(Explicit = true)]
    public void Ends_without_releasing()
    {
        string file = Environment.GetEnvironmentVariable(FileToHold) ?? throw new InvalidOperationException($"{FileToHold} is not set.");

        DirectoryLock held = DirectoryLock.Acquire(file, LockOptions.Default, TestContext.Current.CancellationToken);

        held.EnsureHeld();
        Directory.Exists(file + ".lock").ShouldBeTrue();
        File.WriteAllText(file, "held");
    }
}
