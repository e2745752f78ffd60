using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Moltbot.Core.Files;

/// <summary>
/// What a Unix system says about a file, as far as we ask: Linux in a <c>struct statx</c>, macOS in a <c>struct stat</c>
/// with 64-bit inodes. Each is laid out alike on all of its architectures, and smaller than this.
/// </summary>
[UnsupportedOSPlatform("windows")]
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct UnixFileStatus
{
    private const int TypeBits = 0xF000; // S_IFMT, and below it the types; the same on Linux and macOS

    [FieldOffset(4)]
    private readonly ushort modeOnMac;

    [FieldOffset(20)]
    private readonly uint owner;

    [FieldOffset(24)]
    private readonly uint group;

    [FieldOffset(28)]
    private readonly ushort modeOnLinux;

    /// <summary>The id of the user whose file it is; on Linux only.</summary>
    [SupportedOSPlatform("linux")]
    public uint Owner => owner;

    /// <summary>The id of the file's group; on Linux only.</summary>
    [SupportedOSPlatform("linux")]
    public uint Group => group;

    /// <summary>What it is. What is none of the kinds we know is taken for a device: it is not to be touched either.</summary>
    public FileKind Kind => ((OperatingSystem.IsLinux() ? modeOnLinux : modeOnMac) & TypeBits) switch
    {
        0x8000 => FileKind.File,
        0x4000 => FileKind.Directory,
        0xA000 => FileKind.Link,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        _ => FileKind.Device,
    };
}
