using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Files;

/// <summary>The calls to a Unix system that the base library has no exact equal for.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixCalls
{
    private const int NotPermitted = 1; // EPERM, on Linux and macOS alike
    private const int DoesNotExist = 2; // ENOENT, likewise
    private const int Interrupted = 4; // EINTR, likewise
    private const int AccessDenied = 13; // EACCES, likewise
    private const int AlreadyExists = 17; // EEXIST, likewise
    private const int NotADirectory = 20; // ENOTDIR, likewise
    private const int BrokenPipe = 32; // EPIPE, likewise
    private const int BrokenPipeSignal = 13; // SIGPIPE, likewise
    private const nint DefaultSignal = 0; // SIG_DFL, likewise
    private const nint IgnoredSignal = 1; // SIG_IGN, likewise
    private const short ReadyToWrite = 4; // POLLOUT, likewise
    private const uint EveryPermission = 0x1FF; // 0777, of which the umask takes its share
    private const uint OwnerReadsAndWrites = 0x180; // 0600
    private const uint OwnerEnters = 0x1C0; // 0700
    private const int GetDescriptorFlags = 1; // F_GETFD, of which the only flag is FD_CLOEXEC
    private const int LinuxWorkingDirectory = -100; // AT_FDCWD
    private const int LinuxNoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int LinuxEmptyPath = 0x1000; // AT_EMPTY_PATH
    private const int LinuxRemoveDirectory = 0x200; // AT_REMOVEDIR
    private const uint BasicStatus = 0x7FF; // STATX_BASIC_STATS
    private const nint LinuxOpenStrictly = 437; // openat2, the same on all architectures
    private const ulong NoLinks = 0x04; // RESOLVE_NO_SYMLINKS
    private const int LinuxPathOnly = 0x200000; // O_PATH
    private const int LinuxCloseOnExecute = 0x80000; // O_CLOEXEC
    private const int MacWorkingDirectory = -2; // AT_FDCWD
    private const int MacNoFollow = 0x20; // AT_SYMLINK_NOFOLLOW
    private const int MacRemoveDirectory = 0x80; // AT_REMOVEDIR
    private const int LongestTarget = 4096; // PATH_MAX

    /// <summary>O_NOFOLLOW. Linux has given it and O_DIRECTORY other numbers on ARM and PowerPC.</summary>
    private static readonly int NoFollow = !OperatingSystem.IsLinux() ? 0x100 : HasOtherNumbers ? 0x8000 : 0x20000;

    /// <summary>O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC: neither to wait for the other end of a pipe, nor to get a terminal, nor to be inherited.</summary>
    private static readonly int ReadOnlyAtOnce = OperatingSystem.IsLinux() ? 0x80900 : 0x1020004;

    /// <summary>O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, likewise.</summary>
    private static readonly int WriteOnlyAtOnce = ReadOnlyAtOnce | 1;

    /// <summary>EAGAIN.</summary>
    private static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC.</summary>
    private static readonly int CreateNew = NoFollow | (OperatingSystem.IsLinux() ? 0x800C1 : 0x1000A01);

    /// <summary>O_RDONLY | O_DIRECTORY | O_CLOEXEC.</summary>
    private static readonly int List = !OperatingSystem.IsLinux() ? 0x1100000 : HasOtherNumbers ? 0x84000 : 0x90000;

    /// <summary>The same for a directory that need not be listed: O_PATH, on macOS O_EXEC.</summary>
    private static readonly int Enter = List | (OperatingSystem.IsLinux() ? LinuxPathOnly : 0x40000000);

    private static readonly int AtNoFollow = OperatingSystem.IsLinux() ? LinuxNoFollow : MacNoFollow;

    private static bool HasOtherNumbers => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Armv6 or Architecture.Ppc64le;

    /// <summary>The id of the user of this process.</summary>
    public static uint User => EffectiveUser();

    /// <summary>The directory in which every path begins.</summary>
    /// <exception cref="IOException">It cannot be entered.</exception>
    public static SafeFileHandle OpenRoot() => Opened(OpenIn(WorkingDirectory, "/", Enter, 0)) ?? throw Refusal(DoesNotExist);

    /// <summary>Opens a directory on whose path there is no link; <see langword="null"/> where there is one, or the system cannot tell, or it cannot be opened.</summary>
    public static SafeFileHandle? TryOpenDirectoryWithoutLinks(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;

        int descriptor = OpenWithoutLinks(path, List);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == AccessDenied)
            descriptor = OpenWithoutLinks(path, Enter);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Opens what is at a path for reading, without waiting for anything, unless there is a link on the path, or the system cannot tell.</summary>
    public static SafeFileHandle? TryOpenToReadWithoutLinks(string path) =>
        OperatingSystem.IsLinux() && OpenWithoutLinks(path, ReadOnlyAtOnce) is >= 0 and int descriptor ? new SafeFileHandle(descriptor, ownsHandle: true) : null;

    /// <summary>Opens what has a name in a directory for reading, no link, and without waiting for anything; <see langword="null"/> when there is nothing.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle? OpenToRead(SafeFileHandle directory, string name) => Opened(OpenIn(directory, name, ReadOnlyAtOnce | NoFollow, 0));

    /// <summary>Opens a directory in another to look into it, if it is one and no link to one; <see langword="null"/> when there is nothing.</summary>
    /// <exception cref="IOException">It cannot be opened, or is something else.</exception>
    public static SafeFileHandle? OpenToEnter(SafeFileHandle directory, string name) => Opened(OpenIn(directory, name, Enter | NoFollow, 0));

    /// <summary>The same, so that it can also be stamped and listed.</summary>
    /// <exception cref="IOException">It cannot be opened, or is something else.</exception>
    public static SafeFileHandle? OpenToList(SafeFileHandle directory, string name) => Opened(OpenIn(directory, name, List | NoFollow, 0));

    /// <summary>Creates a file for its owner alone in a directory and opens it for writing.</summary>
    /// <exception cref="IOException">It could not be created: something of that name is there, be it a link, or for another reason.</exception>
    public static SafeFileHandle CreateFile(SafeFileHandle directory, string name)
    {
        int descriptor = OpenIn(directory, name, CreateNew, OwnerReadsAndWrites);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Refusal(Marshal.GetLastPInvokeError());
    }

    /// <summary>Creates a directory in another, with the default mode or for its owner alone. False when something of that name exists already.</summary>
    /// <exception cref="IOException">It could not be created for another reason.</exception>
    public static bool TryCreateDirectory(SafeFileHandle directory, string name, bool isForOwner)
    {
        if (MakeDirectory(directory, name, isForOwner ? OwnerEnters : EveryPermission) == 0)
            return true;

        int error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw Refusal(error);
    }

    /// <summary>Removes an empty directory from another. True when it is gone, by whoever's hand.</summary>
    public static bool TryRemoveDirectory(SafeFileHandle directory, string name) =>
        Unlink(directory, name, OperatingSystem.IsLinux() ? LinuxRemoveDirectory : MacRemoveDirectory) == 0 || Marshal.GetLastPInvokeError() == DoesNotExist;

    /// <summary>Removes a file or a link from a directory, if it is there.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Delete(SafeFileHandle directory, string name)
    {
        if (Unlink(directory, name, flags: 0) != 0 && Marshal.GetLastPInvokeError() is not DoesNotExist and int error)
            throw Refusal(error);
    }

    /// <summary>Makes a link in a directory.</summary>
    /// <exception cref="IOException">It cannot be made, or something has the name.</exception>
    public static void MakeLink(SafeFileHandle directory, string name, string target) => Succeed(MakeSymbolicLink(target, directory, name));

    /// <summary>Gives what is in a directory another name there or in another one, and replaces the file that has it.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public static bool Rename(SafeFileHandle directory, string name, SafeFileHandle newDirectory, string newName)
    {
        if (RenameIn(directory, name, newDirectory, newName) == 0)
            return true;

        int error = Marshal.GetLastPInvokeError();
        return error == DoesNotExist ? false : throw Refusal(error);
    }

    /// <summary>
    /// Gives a file in a directory a second name, in one step that fails if there is something of that name. False when there is,
    /// or when the file system knows no second names.
    /// </summary>
    public static bool TryLink(SafeFileHandle directory, string name, string newName) => Link(directory, name, directory, newName, flags: 0) == 0;

    /// <summary>What a link in a directory says; <see langword="null"/> when it is none any more.</summary>
    public static string? TargetOf(SafeFileHandle directory, string name)
    {
        byte[] target = new byte[LongestTarget];
        nint length = ReadLink(directory, name, target, LongestTarget);
        return length < 0 ? null : Encoding.UTF8.GetString(target, 0, (int)length);
    }

    /// <summary>Asks for the names in a directory to be put on the disk. Not every file system can, so a refusal is not an error.</summary>
    public static void Flush(SafeFileHandle directory)
    {
        if (FlushToDisk(directory) == 0)
            return;

        // What was only entered has to be opened.
        using SafeFileHandle opened = new(OpenIn(directory, ".", List, 0), ownsHandle: true);
        if (!opened.IsInvalid)
            _ = FlushToDisk(opened);
    }

    /// <summary>What is at a path.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static FileKind KindOf(string path, bool followsLinks) => StatusOf(path, followsLinks)?.Kind ?? FileKind.Missing;

    /// <summary>What is at a path; <see langword="null"/> when there is nothing.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static UnixFileStatus? StatusOf(string path, bool followsLinks)
    {
        int outcome = OperatingSystem.IsLinux()
            ? ReadStatus(LinuxWorkingDirectory, path, followsLinks ? 0 : LinuxNoFollow, BasicStatus, out UnixFileStatus status)
            : ReadStatusOnMac(MacWorkingDirectory, path, out status, followsLinks ? 0 : MacNoFollow);
        return StatusOrMissing(outcome, status);
    }

    /// <summary>The id of the user whose a file is, at the end of its links; <see langword="null"/> when nobody can tell.</summary>
    public static uint? OwnerOf(string path) => TryStatusOf(path)?.Owner;

    /// <summary>What is at a path, at the end of its links; <see langword="null"/> when there is nothing, or nobody can tell.</summary>
    public static UnixFileStatus? TryStatusOf(string path)
    {
        try
        {
            return StatusOf(path, followsLinks: true);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What has a name in a directory, links not followed; <see langword="null"/> when there is nothing.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static UnixFileStatus? StatusOf(SafeFileHandle directory, string name)
    {
        int outcome = OperatingSystem.IsLinux()
            ? ReadStatus(directory, name, LinuxNoFollow, BasicStatus, out UnixFileStatus status)
            : ReadStatusOnMac(directory, name, out status, MacNoFollow);
        return StatusOrMissing(outcome, status);
    }

    /// <summary>What an open file is.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static FileKind KindOf(SafeFileHandle file) => StatusOf(file).Kind;

    /// <summary>What an open file or directory is.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static UnixFileStatus StatusOf(SafeFileHandle file)
    {
        int outcome = OperatingSystem.IsLinux()
            ? ReadStatus(file, "", LinuxEmptyPath, BasicStatus, out UnixFileStatus status)
            : ReadStatusOnMac(file, out status);
        return outcome == 0 ? status : throw Refusal(Marshal.GetLastPInvokeError());
    }

    /// <summary>Gives an open file to the owner of another. Only root can, and nobody else needs to.</summary>
    public static void GiveTo(SafeFileHandle file, in UnixFileStatus other)
    {
        if (EffectiveUser() == 0)
            _ = ChangeOwner(file, other.Owner, other.Group);
    }

    /// <summary>Gives an open file to a group, which its owner can who is in it.</summary>
    public static bool TryGiveToGroup(SafeFileHandle file, uint group) => ChangeOwner(file, uint.MaxValue, group) == 0;

    /// <summary>Gives what has a name in a directory to the owner of another, a link itself and never what is at its end.</summary>
    public static void GiveTo(SafeFileHandle directory, string name, in UnixFileStatus other) => _ = ChangeOwner(directory, name, other.Owner, other.Group, AtNoFollow);

    /// <summary>Changes who may do what with what has a name in a directory, unless that is a link.</summary>
    /// <exception cref="IOException">It cannot be changed.</exception>
    public static void ChangeMode(SafeFileHandle directory, string name, UnixFileMode mode)
    {
        if (!OperatingSystem.IsLinux())
        {
            Succeed(ChangeMode(directory, name, (uint)mode, MacNoFollow));
            return;
        }

        // Linux changes the mode of a name only where the name leads. What is open stays what it is, and need not be readable.
        using SafeFileHandle file = Opened(OpenIn(directory, name, LinuxPathOnly | NoFollow | LinuxCloseOnExecute, 0)) ?? throw Refusal(DoesNotExist);
        if (KindOf(file) == FileKind.Link)
            throw Refusal(NotPermitted);

        File.SetUnixFileMode(string.Create(PlainNumbers.Format, $"/proc/self/fd/{file.DangerousGetHandle()}"), mode);
    }

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

    private static SafeFileHandle WorkingDirectory => new(OperatingSystem.IsLinux() ? LinuxWorkingDirectory : MacWorkingDirectory, ownsHandle: false);

    private static int OpenWithoutLinks(string path, int flags)
    {
        OpenHow how = new((ulong)flags, 0, NoLinks);
        return OpenStrictly(LinuxOpenStrictly, LinuxWorkingDirectory, path, how, (nuint)Unsafe.SizeOf<OpenHow>());
    }

    private static SafeFileHandle? Opened(int descriptor)
    {
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);

        int error = Marshal.GetLastPInvokeError();
        return error == DoesNotExist ? null : throw Refusal(error);
    }

    private static int OpenIn(SafeFileHandle directory, string name, int flags, uint mode)
    {
        int descriptor;
        do
        {
            // What is not named in a function's declaration lies elsewhere on Apple's own processors.
            descriptor = OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
                ? OpenInOnArmMac(directory, name, flags, 0, 0, 0, 0, 0, (nint)mode)
                : OpenIn(directory, name, flags, (nint)mode);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        return descriptor;
    }

    private static UnixFileStatus? StatusOrMissing(int outcome, in UnixFileStatus status)
    {
        if (outcome == 0)
            return status;

        int error = Marshal.GetLastPInvokeError();
        return error is DoesNotExist or NotADirectory ? null : throw Refusal(error);
    }

    private static int ReadStatusOnMac(int directory, string path, out UnixFileStatus status, int flags) => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? ReadStatusOnIntelMac(directory, path, out status, flags)
        : ReadStatusOnArmMac(directory, path, out status, flags);

    private static int ReadStatusOnMac(SafeFileHandle directory, string name, out UnixFileStatus status, int flags) => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? ReadStatusOnIntelMac(directory, name, out status, flags)
        : ReadStatusOnArmMac(directory, name, out status, flags);

    private static int ReadStatusOnMac(SafeFileHandle file, out UnixFileStatus status) => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? ReadStatusOnIntelMac(file, out status)
        : ReadStatusOnArmMac(file, out status);

    private static void Succeed(int outcome)
    {
        if (outcome != 0)
            throw Refusal(Marshal.GetLastPInvokeError());
    }

    private static IOException Refusal(int error) => new($"{Marshal.GetPInvokeErrorMessage(error)}.", error);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenIn(SafeFileHandle directory, string name, int flags, nint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenInOnArmMac(SafeFileHandle directory, string name, int flags, nint x3, nint x4, nint x5, nint x6, nint x7, nint mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenStrictly(nint number, nint directory, string path, in OpenHow how, nuint size);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(SafeFileHandle directory, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(SafeFileHandle directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "linkat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(SafeFileHandle directory, string name, SafeFileHandle newDirectory, string newName, int flags);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeSymbolicLink(string target, SafeFileHandle directory, string name);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameIn(SafeFileHandle directory, string name, SafeFileHandle newDirectory, string newName);

    [LibraryImport("libc", EntryPoint = "readlinkat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(SafeFileHandle directory, string name, [Out] byte[] target, nuint length);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FlushToDisk(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int directory, string path, int flags, uint mask, out UnixFileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(SafeFileHandle file, string path, int flags, uint mask, out UnixFileStatus status);

    // On Intel the plain names are those of an older struct.
    [LibraryImport("libc", EntryPoint = "fstatat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatusOnIntelMac(int directory, string path, out UnixFileStatus status, int flags);

    [LibraryImport("libc", EntryPoint = "fstatat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatusOnIntelMac(SafeFileHandle directory, string name, out UnixFileStatus status, int flags);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int ReadStatusOnIntelMac(SafeFileHandle file, out UnixFileStatus status);

    [LibraryImport("libc", EntryPoint = "fstatat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatusOnArmMac(int directory, string path, out UnixFileStatus status, int flags);

    [LibraryImport("libc", EntryPoint = "fstatat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatusOnArmMac(SafeFileHandle directory, string name, out UnixFileStatus status, int flags);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static partial int ReadStatusOnArmMac(SafeFileHandle file, out UnixFileStatus status);

    [LibraryImport("libc", EntryPoint = "fchownat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(SafeFileHandle directory, string name, uint user, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeMode(SafeFileHandle directory, string name, uint mode, int flags);

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

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <summary>The <c>struct open_how</c> of Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct OpenHow(ulong Flags, ulong Mode, ulong Resolve);

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
