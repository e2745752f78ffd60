using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class InterruptionTests : IDisposable
{
    private const int Hangup = 1;
    internal const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly CommandScene scene = new CommandScene().WithConfig("{}");

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData(Hangup, 129)]
    [InlineData(Interrupt, 130)]
    [InlineData(Terminate, 143)]
    public void A_signal_ends_the_wait_for_a_lock_and_nothing_is_changed(int signal, int exitCode)
    {
        SkipWhereIgnored(signal);
        RunningCommand.RequireLooks();
        scene.WithStore(new StoreBuilder().ApiKey("zai:a"));
        LockOfOther.Take(scene.StorePath);
        string before = scene.Home.Fingerprint();
        RunningCommand command = scene.Start("models", "auth", "order", "set", "--provider", "zai", "zai:a");
        command.WaitUntilItWaits();

        command.Send(signal);

        command.Outcome().ShouldFailWith(exitCode, "Error: Interrupted; nothing was changed.");
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public void A_change_that_has_begun_is_finished_and_leaves_no_lock_behind(int signal)
    {
        SkipWhereIgnored(signal);
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").Member("note", new string('x', 50_000_000)));
        RunningCommand command = scene.Start("models", "auth", "order", "set", "--provider", "zai", "zai:a");
        SpinWait.SpinUntil(() => Directory.Exists(scene.StorePath + ".lock") || !command.IsRunning, TimeSpan.FromMinutes(1)).ShouldBeTrue();

        command.Send(signal);

        command.Outcome().ShouldSucceed();
        Directory.GetFileSystemEntries(Path.GetDirectoryName(scene.StorePath)!).ShouldBe([scene.StorePath]);
        JsonNode.Parse(File.ReadAllBytes(scene.StorePath))!["order"]!.ToJsonString().ShouldBe("""{"zai":["zai:a"]}""");
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_command_that_only_reads_is_ended_at_once(string signal, int exitCode)
    {
        SkipWhereIgnored(signal == "INT" ? Interrupt : Terminate);
        scene.WithVariable("CLAWDBOT_LOAD_SHELL_ENV", "1").WithVariable("SHELL", "/bin/sh").WithFile(".profile", $"""
            kill -{signal} $PPID
            while kill -0 $PPID; do sleep 0.05; done

            """);

        CommandOutcome outcome = scene.Run("models", "status");

        outcome.ExitCode.ShouldBe(exitCode);
        outcome.Output.ShouldBeEmpty();
    }

    /// <summary>A process that was started with a signal ignored, as one in the background is, hands that on to its own.</summary>
    internal static void SkipWhereIgnored(int signal)
    {
        RunningCommand.RequireSignals();
        const string Status = "/proc/self/status";
        string? ignored = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        ulong mask = ignored is null ? 0 : ulong.Parse(ignored.Split('\t')[1], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        SkipReason.Privilege.Require((mask >> (signal - 1) & 1) == 0, $"The tests were started with signal {signal} ignored, so no program they start can get it.");
    }
}
