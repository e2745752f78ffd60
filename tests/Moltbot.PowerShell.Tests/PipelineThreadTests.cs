using Moltbot.PowerShell.Running;

namespace Moltbot.PowerShell.Tests;

public sealed class PipelineThreadTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public void The_work_is_done_elsewhere_and_what_it_wants_is_done_here()
    {
        int here = Environment.CurrentManagedThreadId;
        int doing = 0;

        int working = PipelineThread.Lend(
            async (thread, _) =>
            {
                int own = Environment.CurrentManagedThreadId;
                await thread.Do(() => doing = Environment.CurrentManagedThreadId);
                return own;
            },
            Never);

        doing.ShouldBe(here);
        working.ShouldNotBe(here);
    }

    [Fact]
    public void What_it_wants_is_done_in_order_also_when_it_does_not_wait_for_it()
    {
        List<int> done = [];

        PipelineThread.Lend(
            (thread, cancellation) =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    int number = i;
                    _ = thread.Do(() => done.Add(number));
                }

                return Task.FromResult(0);
            },
            Never);

        done.ShouldBe(Enumerable.Range(0, 1000));
    }

    [Fact]
    public void It_gets_answers() =>
        PipelineThread.Lend(async (thread, _) => await thread.Ask(() => "yes"), Never).ShouldBe("yes");

    [Fact]
    public void What_it_throws_comes_out_as_it_is() =>
        Should.Throw<FormatException>(() => PipelineThread.Lend<int>((_, _) => throw new FormatException("mine"), Never)).Message.ShouldBe("mine");

    [Fact]
    public void A_refusal_cancels_it_and_comes_out_as_it_is_once_it_has_ended()
    {
        bool hasEnded = false;
        int more = 0;

        FormatException refusal = Should.Throw<FormatException>(() => PipelineThread.Lend<int>(
            async (thread, cancellation) =>
            {
                _ = thread.Do(() => throw new FormatException("no more"));
                await Should.ThrowAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, cancellation));
                await Should.ThrowAsync<OperationCanceledException>(() => thread.Do(() => more++));
                hasEnded = true;
                throw new InvalidOperationException("a consequence");
            },
            Never));

        (refusal.Message, hasEnded, more).ShouldBe(("no more", true, 0));
    }

    [Fact]
    public void A_stop_cancels_it_at_once()
    {
        using CancellationTokenSource stopped = new();

        Should.Throw<OperationCanceledException>(() => PipelineThread.Lend<int>(
            async (_, cancellation) =>
            {
                await stopped.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellation);
                return 0;
            },
            stopped.Token));
    }

    [Fact]
    public void What_it_leaves_behind_does_not_get_the_thread()
    {
        PipelineThread? left = PipelineThread.Lend((thread, _) => Task.FromResult(thread), Never);

        Should.Throw<OperationCanceledException>(() => left.Do(() => throw new InvalidOperationException("too late")).GetAwaiter().GetResult());
    }
}
