using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Moltbot.PowerShell.Running;

/// <summary>
/// The thread on which a cmdlet may write and ask, for work that runs on others. It does what the work wants of it, one
/// after the other in the order in which that was wanted, until the work ends.
/// </summary>
internal sealed class PipelineThread : IDisposable
{
    private readonly BlockingCollection<Action> wanted = [];
    private readonly CancellationTokenSource stop;
    private ExceptionDispatchInfo? refusal;

    private PipelineThread(CancellationToken stopped) => stop = CancellationTokenSource.CreateLinkedTokenSource(stopped);

    /// <summary>
    /// Lends the calling thread to some work until that ends. When the pipeline is stopped, or refuses what is written
    /// (<c>Select-Object -First</c> wants no more), the work is cancelled and gets no more of the thread.
    /// </summary>
    /// <param name="work">The work. It never runs on the calling thread.</param>
    /// <param name="stopped">Cancels the work.</param>
    /// <returns>What the work returns. What it throws comes out as it is, and a refusal of the pipeline before that.</returns>
    public static T Lend<T>(Func<PipelineThread, CancellationToken, Task<T>> work, CancellationToken stopped)
    {
        using PipelineThread thread = new(stopped);
        Task<T> running = Task.Run(() => work(thread, thread.stop.Token), CancellationToken.None);
        _ = running.ContinueWith(_ => thread.wanted.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (Action action in thread.wanted.GetConsumingEnumerable(CancellationToken.None))
            action();

        thread.refusal?.Throw();
        return running.GetAwaiter().GetResult();
    }

    /// <summary>Does something on the thread.</summary>
    /// <returns>Ends when it is done.</returns>
    /// <exception cref="OperationCanceledException">The thread is not to be had any more.</exception>
    public Task Do(Action action) => Ask(() =>
    {
        action();
        return true;
    });

    /// <summary>Asks something on the thread, as <c>ShouldProcess</c> does.</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="OperationCanceledException">The thread is not to be had any more.</exception>
    public Task<T> Ask<T>(Func<T> question)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            wanted.Add(() => Answer(question, answer), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // The work has ended without waiting for this.
            answer.SetCanceled(CancellationToken.None);
        }

        return answer.Task;
    }

    public void Dispose()
    {
        // The collection is left to the garbage collector: what the work has left behind may still want something.
        stop.Dispose();
    }

    private void Answer<T>(Func<T> question, TaskCompletionSource<T> answer)
    {
        if (stop.IsCancellationRequested)
        {
            answer.SetCanceled(stop.Token);
            return;
        }

        try
        {
            answer.SetResult(question());
        }
        catch (Exception exception)
        {
            refusal = ExceptionDispatchInfo.Capture(exception);
            stop.Cancel();
            answer.SetCanceled(stop.Token);
        }
    }
}
