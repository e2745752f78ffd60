namespace Moltbot.Core.Running;

/// <summary>
/// A standard stream, which may be closed, full or gone at any time. Nothing is thrown for that: what cannot be written
/// is dropped and the first reason kept.
/// </summary>
public sealed class StandardStream : OutputOnlyStream
{
    private readonly Stream inner;

    internal StandardStream(Stream inner) => this.inner = inner;

    /// <summary>Why something could not be written, or <see langword="null"/>.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether what is written now may get anywhere: nothing failed, and somebody may read it.</summary>
    public override bool CanWrite => Failure is null && (OperatingSystem.IsWindows() || inner is not DescriptorStream { IsUnread: true });

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Failure is not null)
            return;

        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Failure is null)
        {
            try
            {
                inner.Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Failure = e;
            }
        }

        base.Dispose(disposing);
    }
}
