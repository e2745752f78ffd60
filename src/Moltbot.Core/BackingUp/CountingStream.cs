using Moltbot.Core.Running;

namespace Moltbot.Core.BackingUp;

/// <summary>Counts what is read from another stream.</summary>
/// <param name="source">The other stream.</param>
internal sealed class CountingStream(Stream source) : InputOnlyStream
{
    /// <summary>How many bytes were read.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = source.Read(buffer);
        Count += read;
        return read;
    }
}
