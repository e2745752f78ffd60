using Moltbot.AuthorizationServer;
using Moltbot.Cli.Tests.Running;

namespace Moltbot.Cli.Tests;

/// <summary>What becomes of a sign-in whose renewal is killed, or interrupted, while the server takes its time.</summary>
public sealed class KilledRefreshTests(SignInServer signIns) : IClassFixture<SignInServer>, IAsyncLifetime
{
    private const int Kill = 9;
    private const int Terminate = 15;
    private static readonly TimeSpan Expired = TimeSpan.FromHours(-1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OAuthServer server = null!;

    /// <summary>A server that is as lenient as providers are with who never got an answer.</summary>
    public async ValueTask InitializeAsync() =>
        server = await OAuthServer.StartAsync(signIns.Authority, TimeSpan.FromHours(1), TimeSpan.FromSeconds(30), SignInServer.Client);

    public ValueTask DisposeAsync()
    {
        open.TrySetResult();
        return server is null ? ValueTask.CompletedTask : server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kill_while_the_server_thinks_loses_nothing_and_the_next_command_waits_for_nobody(bool isRedeemed)
    {
        using CommandScene scene = await signIns.SceneAtAsync(server, Expired, "main", "ada");
        await KillWhileSending(scene, isRedeemed);

        SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh")).Output.ShouldContain("renewed, expires");

        SignInServer.Stored(scene, "ada")["refresh"]!.GetValue<string>().ShouldBe(SignInServer.Stored(scene)["refresh"]!.GetValue<string>());
        Directory.EnumerateFiles(scene.Home[".moltbot/credentials/renewals"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_in_can_be_renewed_after_a_kill_at_whatever_moment()
    {
        RunningCommand.RequireSignals();
        using CommandScene scene = await signIns.SceneAtAsync(server, Expired, "main", "ada");
        Random random = new(14);
        server.BeforeAnswering = cancellation => Task.Delay(random.Next(60), cancellation);
        server.BeforeSending = cancellation => Task.Delay(random.Next(60), cancellation);
        for (int kill = 0; kill < 10; kill++)
        {
            int before = server.TokenRequests.Count;
            RunningCommand command = scene.Start("models", "auth", "refresh", "--force");
            SpinWait.SpinUntil(() => !command.IsRunning || Directory.Exists(scene.StorePath + ".lock"), Patience).ShouldBeTrue();
            await Task.Delay(random.Next(350), TestContext.Current.CancellationToken);
            command.Send(Kill);
            command.Outcome();
            AgeLocks(scene, "main", "ada");

            CommandOutcome next = SignInServer.ShouldSucceed(scene.Run("models", "auth", "refresh", "--force"));

            next.Output.ShouldNotContain("not renewed", customMessage: $"kill {kill}, {server.TokenRequests.Count - before} requests");
        }
    }

    [Theory]
    [InlineData(Terminate, 143)]
    [InlineData(InterruptionTests.Interrupt, 130)]
    public async Task A_signal_while_the_server_thinks_ends_the_command_once_the_answer_is_stored(int signal, int exitCode)
    {
        InterruptionTests.SkipWhereIgnored(signal);
        using CommandScene scene = await signIns.SceneAtAsync(server, Expired, "main");
        string before = SignInServer.Stored(scene)["refresh"]!.GetValue<string>();
        RunningCommand command = await StartSending(scene, isRedeemed: true, "models", "auth", "refresh");

        await SendAsync(command, signal);
        open.SetResult();

        CommandOutcome outcome = command.Outcome();
        outcome.ExitCode.ShouldBe(exitCode);
        outcome.Output.ShouldContain("renewed, expires");
        SignInServer.Stored(scene)["refresh"]!.GetValue<string>().ShouldNotBe(before);
        Directory.EnumerateFiles(scene.Home[".moltbot/credentials/renewals"]).ShouldBeEmpty();
    }

    /// <summary>Sends a signal, and leaves the program the time to notice it, which cannot be seen from outside.</summary>
    private static async Task SendAsync(RunningCommand command, int signal)
    {
        command.Send(signal);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_signal_while_a_credential_is_renewed_for_its_use_gives_no_credential()
    {
        InterruptionTests.SkipWhereIgnored(Terminate);
        using CommandScene scene = await signIns.SceneAtAsync(server, Expired, "main");
        RunningCommand command = await StartSending(scene, isRedeemed: false, "models", "auth", "credential", "--profile-id", SignInServer.ProfileId);

        await SendAsync(command, Terminate);
        open.SetResult();

        CommandOutcome outcome = command.Outcome();
        outcome.ExitCode.ShouldBe(143);
        outcome.Output.ShouldBeEmpty();
        outcome.Errors.ShouldContain("Interrupted; what was under way was finished, and is stored.");
        scene.Run("models", "auth", "credential", "--profile-id", SignInServer.ProfileId, "--no-refresh").ExitCode.ShouldBe(0);
    }

    private async Task KillWhileSending(CommandScene scene, bool isRedeemed)
    {
        RunningCommand.RequireSignals();
        RunningCommand command = await StartSending(scene, isRedeemed, "models", "auth", "refresh");
        command.Send(Kill);
        command.Outcome();
        server.BeforeAnswering = server.BeforeSending = _ => Task.CompletedTask;
        open.SetResult();
        Directory.Exists(scene.StorePath + ".lock").ShouldBeTrue();
    }

    /// <summary>Starts a command and waits until its request is at the server, which keeps it waiting before or after it has done its part.</summary>
    private async Task<RunningCommand> StartSending(CommandScene scene, bool isRedeemed, params string[] arguments)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<CancellationToken, Task> wait = cancellation =>
        {
            arrived.TrySetResult();
            return open.Task.WaitAsync(cancellation);
        };
        server.BeforeAnswering = isRedeemed ? _ => Task.CompletedTask : wait;
        server.BeforeSending = isRedeemed ? wait : _ => Task.CompletedTask;
        RunningCommand command = scene.Start(arguments);
        await arrived.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return command;
    }

    /// <summary>Lets the time pass in which a lock that nobody wrote down goes stale: it was taken, and nothing was sent.</summary>
    private static void AgeLocks(CommandScene scene, params string[] agents)
    {
        foreach (string path in agents.Select(agent => scene.Home[CommandScene.StoreOf(agent)] + ".lock").Where(Directory.Exists))
        {
            if (!Directory.EnumerateFiles(scene.Home[".moltbot/credentials/renewals"], "*.locks").Any())
                Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        }
    }
}
