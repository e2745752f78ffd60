namespace Moltbot.Core.Running;

/// <summary>In the place of a standard stream that was closed before this process began.</summary>
internal sealed class ClosedStream : OutputOnlyStream
{
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("It is closed.");
}
