namespace Moltbot.Core.Running;

/// <summary>
/// What a program prints. What it has left running may keep the pipe open for ever, so once the program has ended, the output
/// has too as soon as nothing comes for a while.
/// </summary>
/// <param name="pipe">The reading end of the pipe, which is closed with this.</param>
/// <param name="exited">Completes when the program has ended.</param>
internal sealed class ProgramOutputStream(Stream pipe, Task exited) : InputOnlyStream
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> read = pipe.ReadAsync(buffer, giveUp.Token).AsTask();
        if (await Task.WhenAny(read, exited).ConfigureAwait(false) != read)
            giveUp.CancelAfter(Grace);

        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        byte[] read = new byte[buffer.Length];
        int count = ReadAsync(read).AsTask().GetAwaiter().GetResult();
        read.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            pipe.Dispose();

        base.Dispose(disposing);
    }
}
