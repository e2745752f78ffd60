using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Files;

/// <summary>The calls to a Unix system that the base library has no exact equal for.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixCalls
{
    private const int AlreadyExists = 17; // EEXIST, on Linux and macOS alike
    private const int DoesNotExist = 2; // ENOENT, likewise
    private const int NotADirectory = 20; // ENOTDIR, likewise
    private const int Interrupted = 4; // EINTR, likewise
    private const int BrokenPipe = 32; // EPIPE, likewise
    private const int BrokenPipeSignal = 13; // SIGPIPE, likewise
    private const nint DefaultSignal = 0; // SIG_DFL, likewise
    private const nint IgnoredSignal = 1; // SIG_IGN, likewise
    private const short ReadyToWrite = 4; // POLLOUT, likewise
    private const uint EveryPermission = 0x1FF; // 0777, of which the umask takes its share
    private const int ReadOnly = 0; // O_RDONLY
    private const int GetDescriptorFlags = 1; // F_GETFD, of which the only flag is FD_CLOEXEC
    private const int LinuxWorkingDirectory = -100; // AT_FDCWD
    private const int LinuxNoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int LinuxEmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint TypeAndOwner = 0x19; // STATX_TYPE | STATX_UID | STATX_GID
    private const int MacWorkingDirectory = -2; // AT_FDCWD
    private const int MacNoFollow = 0x20; // AT_SYMLINK_NOFOLLOW

    /// <summary>O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC: neither to wait for the other end of a pipe, nor to get a terminal, nor to be inherited.</summary>
    private static readonly int ReadOnlyAtOnce = OperatingSystem.IsLinux() ? 0x80900 : 0x1020004;

    /// <summary>O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, likewise.</summary>
    private static readonly int WriteOnlyAtOnce = ReadOnlyAtOnce | 1;

    /// <summary>EAGAIN.</summary>
    private static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Creates a directory with the default mode. False when something of that name exists already.</summary>
    /// <exception cref="IOException">It could not be created for another reason.</exception>
    public static bool TryCreateDirectory(string path)
    {
        if (MakeDirectory(path, EveryPermission) == 0)
            return true;

        int error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists
            ? false
            : throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
    }

    /// <summary>Removes an empty directory. True when it is gone, by whoever's hand.</summary>
    public static bool TryRemoveDirectory(string path) =>
        RemoveDirectory(path) == 0 || Marshal.GetLastPInvokeError() == DoesNotExist;

    /// <summary>
    /// Gives a file a second name, in one step that fails if there is something of that name. False when there is, or when
    /// the file system knows no second names.
    /// </summary>
    public static bool TryLink(string path, string newPath) => Link(path, newPath) == 0;

    /// <summary>Asks for the names in a directory to be put on the disk. Not every file system can, so a refusal is not an error.</summary>
    public static void FlushDirectory(string path)
    {
        int descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            return;

        _ = Flush(descriptor);
        _ = Close(descriptor);
    }

    /// <summary>Opens what is at a path for reading, without waiting for anything; <see langword="null"/> when there is nothing.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle? OpenToRead(string path)
    {
        while (true)
        {
            int descriptor = Open(path, ReadOnlyAtOnce);
            if (descriptor >= 0)
                return new SafeFileHandle(descriptor, ownsHandle: true);

            int error = Marshal.GetLastPInvokeError();
            if (error is DoesNotExist or NotADirectory)
                return null;
            if (error != Interrupted)
                throw Refusal(error);
        }
    }

    /// <summary>What is at a path.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static FileKind KindOf(string path, bool followsLinks)
    {
        int outcome = OperatingSystem.IsLinux()
            ? ReadStatus(LinuxWorkingDirectory, path, followsLinks ? 0 : LinuxNoFollow, TypeAndOwner, out UnixFileStatus status)
            : ReadStatusOnMac(MacWorkingDirectory, path, out status, followsLinks ? 0 : MacNoFollow);
        if (outcome == 0)
            return status.Kind;

        int error = Marshal.GetLastPInvokeError();
        return error is DoesNotExist or NotADirectory ? FileKind.Missing : throw Refusal(error);
    }

    /// <summary>What an open file is.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static FileKind KindOf(SafeFileHandle file)
    {
        int outcome = OperatingSystem.IsLinux()
            ? ReadStatus(file, "", LinuxEmptyPath, TypeAndOwner, out UnixFileStatus status)
            : ReadStatusOnMac(file, out status);
        return outcome == 0 ? status.Kind : throw Refusal(Marshal.GetLastPInvokeError());
    }

    /// <summary>Gives a directory the owner of another, if this process is root's. Nobody else can, and nobody else needs to.</summary>
    [SupportedOSPlatform("linux")]
    public static void CopyOwner(string from, string to)
    {
        if (EffectiveUser() == 0 && TryReadStatus(from, out UnixFileStatus status))
            _ = ChangeOwner(to, status.Owner, status.Group);
    }

    /// <summary>The same for an open file.</summary>
    [SupportedOSPlatform("linux")]
    public static void CopyOwner(string from, SafeFileHandle to)
    {
        if (EffectiveUser() == 0 && TryReadStatus(from, out UnixFileStatus status))
            _ = ChangeOwner(to, status.Owner, status.Group);
    }

    /// <summary>The id of the user whose a file is, at the end of its links; <see langword="null"/> when nobody can tell.</summary>
    [SupportedOSPlatform("linux")]
    public static uint? OwnerOf(string path) => TryReadStatus(path, out UnixFileStatus status) ? status.Owner : null;

    /// <summary>The id of the user of this process.</summary>
    [SupportedOSPlatform("linux")]
    public static uint User => EffectiveUser();

    /// <summary>Whether a file belongs to the user of this process or to root.</summary>
    [SupportedOSPlatform("linux")]
    public static bool IsOwnedByUserOrRoot(string path) =>
        TryReadStatus(path, out UnixFileStatus status) && (status.Owner == 0 || status.Owner == EffectiveUser());

    /// <summary>Sends a signal to a process; one that has ended needs none.</summary>
    public static void Send(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Whether a file descriptor came from the process that started this one. Those that it opens itself close with it.</summary>
    public static bool IsInherited(int descriptor) => Control(descriptor, GetDescriptorFlags) == 0;

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool IsTerminal(int descriptor) => IsInherited(descriptor) && IsTerminalDescriptor(descriptor) == 1;

    /// <summary>Takes a number that is free, for something that can be used for nothing. Files that are opened later get others.</summary>
    public static void OccupyClosed(int descriptor, bool isInput)
    {
        if (Control(descriptor, GetDescriptorFlags) >= 0)
            return;

        int opened = Open("/dev/null", isInput ? WriteOnlyAtOnce : ReadOnlyAtOnce);
        if (opened >= 0 && opened != descriptor)
            _ = Close(opened);
    }

    /// <summary>Writes as much as there is room for, and waits for some.</summary>
    /// <returns>How many bytes were written; <see langword="null"/> when nobody reads any more.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static int? Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            nint written = WriteBytes(descriptor, bytes, (nuint)bytes.Length);
            if (written >= 0)
                return (int)written;

            int error = Marshal.GetLastPInvokeError();
            if (error == BrokenPipe)
                return null;
            if (error == WouldBlock)
                WaitToWrite(descriptor);
            else if (error != Interrupted)
                throw Refusal(error);
        }
    }

    /// <summary>Has this process go on when nobody reads what it writes: that is an error of the writing, and what has begun is finished.</summary>
    public static void OutliveBrokenPipes() => _ = SetSignal(BrokenPipeSignal, IgnoredSignal);

    /// <summary>Programs that are started meanwhile end by such a pipe, as they do when a shell starts them; they inherit what is ignored.</summary>
    public static IDisposable LetBrokenPipesEnd() => new DefaultForBrokenPipes();

    /// <summary>What somebody has made unable to wait, as a shell's terminal after a program of its, is waited for all the same.</summary>
    private static void WaitToWrite(int descriptor)
    {
        PollRequest request = new() { Descriptor = descriptor, Events = ReadyToWrite };
        _ = Poll(ref request, 1, timeout: -1);
    }

    [SupportedOSPlatform("linux")]
    private static bool TryReadStatus(string path, out UnixFileStatus status) =>
        ReadStatus(LinuxWorkingDirectory, path, flags: 0, TypeAndOwner, out status) == 0;

    private static int ReadStatusOnMac(int directory, string path, out UnixFileStatus status, int flags) => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? ReadStatusOnIntelMac(directory, path, out status, flags)
        : ReadStatusOnArmMac(directory, path, out status, flags);

    private static int ReadStatusOnMac(SafeFileHandle file, out UnixFileStatus status) => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? ReadStatusOnIntelMac(file, out status)
        : ReadStatusOnArmMac(file, out status);

    private static IOException Refusal(int error) => new($"{Marshal.GetPInvokeErrorMessage(error)}.", error);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveDirectory(string path);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string newPath);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int directory, string path, int flags, uint mask, out UnixFileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(SafeFileHandle file, string path, int flags, uint mask, out UnixFileStatus status);

    // On Intel the plain names are those of an older struct.
    [LibraryImport("libc", EntryPoint = "fstatat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatusOnIntelMac(int directory, string path, out UnixFileStatus status, int flags);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int ReadStatusOnIntelMac(SafeFileHandle file, out UnixFileStatus status);

    [LibraryImport("libc", EntryPoint = "fstatat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatusOnArmMac(int directory, string path, out UnixFileStatus status, int flags);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static partial int ReadStatusOnArmMac(SafeFileHandle file, out UnixFileStatus status);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsTerminalDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteBytes(int descriptor, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollRequest requests, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    private sealed class DefaultForBrokenPipes : IDisposable
    {
        private readonly nint before = SetSignal(BrokenPipeSignal, DefaultSignal);

        public void Dispose() => _ = SetSignal(BrokenPipeSignal, before);
    }

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
