using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Moltbot.Core.Files;

/// <summary>The calls to a Unix system that the base library has no exact equal for.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixCalls
{
    private const int AlreadyExists = 17; // EEXIST, on Linux and macOS alike
    private const int DoesNotExist = 2; // ENOENT, likewise
    private const uint EveryPermission = 0x1FF; // 0777, of which the umask takes its share
    private const int ReadOnly = 0; // O_RDONLY
    private const int GetDescriptorFlags = 1; // F_GETFD, of which the only flag is FD_CLOEXEC
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint OwnerAndGroup = 0x18; // STATX_UID | STATX_GID

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

    /// <summary>
    /// Gives a file the owner of another, if this process is root's. Nobody else can, and nobody else needs to.
    /// </summary>
    [SupportedOSPlatform("linux")]
    public static void CopyOwner(string from, string to)
    {
        if (EffectiveUser() != 0)
            return;

        // struct statx: 256 bytes, the same on every architecture, with the owner at byte 20 and the group at byte 24.
        Span<uint> status = stackalloc uint[64];
        if (ReadStatus(WorkingDirectory, from, flags: 0, OwnerAndGroup, ref MemoryMarshal.GetReference(status)) == 0)
            _ = ChangeOwner(to, status[5], status[6]);
    }

    /// <summary>Whether a file belongs to the user of this process or to root.</summary>
    [SupportedOSPlatform("linux")]
    public static bool IsOwnedByUserOrRoot(string path)
    {
        Span<uint> status = stackalloc uint[64];
        return ReadStatus(WorkingDirectory, path, flags: 0, OwnerAndGroup, ref MemoryMarshal.GetReference(status)) == 0
            && (status[5] == 0 || status[5] == EffectiveUser());
    }

    /// <summary>Sends a signal to a process; one that has ended needs none.</summary>
    public static void Send(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Whether a file descriptor came from the process that started this one. Those that it opens itself close with it.</summary>
    public static bool IsInherited(int descriptor) => Control(descriptor, GetDescriptorFlags) == 0;

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveDirectory(string path);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string newPath);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int directory, string path, int flags, uint mask, ref uint status);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
