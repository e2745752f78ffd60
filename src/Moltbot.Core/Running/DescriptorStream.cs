using System.Runtime.Versioning;
using Moltbot.Core.Files;

namespace Moltbot.Core.Running;

/// <summary>Writes to what this process was started with. A reader that has seen enough is no error: it gets nothing more.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class DescriptorStream(int descriptor) : OutputOnlyStream
{
    /// <summary>Whether nobody reads any more.</summary>
    public bool IsUnread { get; private set; }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!IsUnread && !buffer.IsEmpty)
        {
            if (UnixCalls.Write(descriptor, buffer) is { } written)
                buffer = buffer[written..];
            else
                IsUnread = true;
        }
    }
}
