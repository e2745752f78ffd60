namespace Moltbot.Testing;

/// <summary>Work that waits for a clock which only a test moves.</summary>
public static class WaitingWork
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Starts it on a thread of its own, and returns once that stands still. Before, what follows the wait is not attached to the
    /// timer yet, and would go on by itself behind a clock that nobody moves any more.
    /// </summary>
    /// <param name="clock">What it waits for.</param>
    /// <param name="work">The work.</param>
    /// <returns>Its outcome.</returns>
    public static Task<T> Start<T>(ManualTimeProvider clock, Func<T> work)
    {
        int timers = clock.PendingTimers;
        TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                outcome.SetResult(work());
            }
            catch (Exception error)
            {
                outcome.SetException(error);
            }
        }) { IsBackground = true };
        thread.Start();

        bool waits = SpinWait.SpinUntil(() => outcome.Task.IsCompleted || (clock.PendingTimers > timers && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)), Longest);
        return waits ? outcome.Task : throw new TimeoutException($"The work neither waits nor ends within {Longest.TotalSeconds} s.");
    }
}
