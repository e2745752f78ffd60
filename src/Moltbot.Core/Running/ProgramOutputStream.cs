namespace Moltbot.Core.Running;

/// <summary>
/// What a program prints. What it has left running may keep the pipe open for ever, so once the program has ended, the output
/// has too as soon as nothing comes for a while.
/// </summary>
/// <param name="pipe">The reading end of the pipe, which is closed with this.</param>
/// <param name="exited">Completes when the program has ended.</param>
internal sealed class ProgramOutputStream(Stream pipe, Task exited) : Stream
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            pipe.Dispose();

        base.Dispose(disposing);
    }
}
