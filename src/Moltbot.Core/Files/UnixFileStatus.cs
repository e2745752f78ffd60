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
    private const int PermissionBits = 0xFFF;
    private const long NanosecondsInMillisecond = 1_000_000;

    [FieldOffset(4)]
    private readonly ushort modeOnMac;

    [FieldOffset(6)]
    private readonly ushort namesOnMac;

    [FieldOffset(8)]
    private readonly ulong fileOnMac;

    [FieldOffset(16)]
    private readonly uint ownerOnMac;

    [FieldOffset(20)]
    private readonly uint groupOnMac;

    [FieldOffset(48)]
    private readonly long secondsOnMac;

    [FieldOffset(56)]
    private readonly long nanosecondsOnMac;

    [FieldOffset(96)]
    private readonly long lengthOnMac;

    [FieldOffset(16)]
    private readonly uint namesOnLinux;

    [FieldOffset(20)]
    private readonly uint ownerOnLinux;

    [FieldOffset(24)]
    private readonly uint groupOnLinux;

    [FieldOffset(28)]
    private readonly ushort modeOnLinux;

    [FieldOffset(32)]
    private readonly ulong fileOnLinux;

    [FieldOffset(40)]
    private readonly long lengthOnLinux;

    [FieldOffset(112)]
    private readonly long secondsOnLinux;

    [FieldOffset(120)]
    private readonly uint nanosecondsOnLinux;

    /// <summary>The id of the user whose file it is.</summary>
    public uint Owner => OperatingSystem.IsLinux() ? ownerOnLinux : ownerOnMac;

    /// <summary>The id of the file's group.</summary>
    public uint Group => OperatingSystem.IsLinux() ? groupOnLinux : groupOnMac;

    /// <summary>Who may do what with it.</summary>
    public UnixFileMode Permissions => (UnixFileMode)(Mode & PermissionBits);

    /// <summary>How many names it has.</summary>
    public uint Names => OperatingSystem.IsLinux() ? namesOnLinux : namesOnMac;

    /// <summary>How many bytes are in it.</summary>
    public long Length => OperatingSystem.IsLinux() ? lengthOnLinux : lengthOnMac;

    /// <summary>Tells it from the other files of its file system.</summary>
    public ulong File => OperatingSystem.IsLinux() ? fileOnLinux : fileOnMac;

    /// <summary>When it was last written, in whole milliseconds since the Unix epoch.</summary>
    public long WrittenAt => OperatingSystem.IsLinux()
        ? (secondsOnLinux * 1000) + (nanosecondsOnLinux / NanosecondsInMillisecond)
        : (secondsOnMac * 1000) + (nanosecondsOnMac / NanosecondsInMillisecond);

    /// <summary>What it is. What is none of the kinds we know is taken for a device: it is not to be touched either.</summary>
    public FileKind Kind => (Mode & TypeBits) switch
    {
        0x8000 => FileKind.File,
        0x4000 => FileKind.Directory,
        0xA000 => FileKind.Link,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        _ => FileKind.Device,
    };

    private ushort Mode => OperatingSystem.IsLinux() ? modeOnLinux : modeOnMac;
}
