using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Files;

/// <summary>The calls to Windows that the base library has no exact equal for.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsCalls
{
    private const int FileNotFound = 2; // ERROR_FILE_NOT_FOUND
    private const int PathNotFound = 3; // ERROR_PATH_NOT_FOUND
    private const int AccessDenied = 5; // ERROR_ACCESS_DENIED
    private const int AlreadyExists = 183; // ERROR_ALREADY_EXISTS
    private const int LongestPlainPath = 247; // a directory's path leaves room for a file name of the 8.3 form
    private const uint ReadAttributes = 0x80; // FILE_READ_ATTRIBUTES
    private const uint OpenExisting = 3; // OPEN_EXISTING
    private const uint DirectoriesToo = 0x02000000; // FILE_FLAG_BACKUP_SEMANTICS
    private const uint LinksThemselves = 0x00200000; // FILE_FLAG_OPEN_REPARSE_POINT
    private const uint ReadControl = 0x00020000; // READ_CONTROL
    private const int FileObject = 1; // SE_FILE_OBJECT
    private const int OwnerInformation = 1; // OWNER_SECURITY_INFORMATION
    private const string RightToRestore = "SeRestorePrivilege";
    private const uint AdjustPrivileges = 0x20; // TOKEN_ADJUST_PRIVILEGES
    private const int Enabled = 2; // SE_PRIVILEGE_ENABLED
    private const uint DiskFile = 1; // FILE_TYPE_DISK
    private const uint Pipe = 3; // FILE_TYPE_PIPE

    /// <summary>Creates a directory. False when something of that name exists already.</summary>
    /// <exception cref="IOException">It could not be created for another reason.</exception>
    public static bool TryCreateDirectory(string path)
    {
        if (CreateDirectory(Extended(path), securityAttributes: 0))
            return true;

        // A directory that is being removed denies access until its last handle is closed.
        int error = Marshal.GetLastPInvokeError();
        return error is AlreadyExists or AccessDenied
            ? false
            : throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", Marshal.GetHRForLastWin32Error());
    }

    /// <summary>Removes an empty directory. True when it is gone, by whoever's hand.</summary>
    public static bool TryRemoveDirectory(string path) =>
        RemoveDirectory(Extended(path)) || Marshal.GetLastPInvokeError() is FileNotFound or PathNotFound;

    /// <summary>Opens what is at a path for reading, while others read, write and remove it; <see langword="null"/> when there is nothing.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be opened, or is a directory.</exception>
    public static SafeFileHandle? OpenToRead(string path)
    {
        try
        {
            return BusyFile.Await(() => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException refusal) when (BusyFile.IsReasonOf(refusal))
        {
            throw new HeldFileException(path, refusal);
        }
    }

    /// <summary>Gives a file or a directory to an account, which takes a right that only administrators have.</summary>
    public static unsafe bool TryGive(string path, SecurityIdentifier owner)
    {
        byte[] identifier = new byte[owner.BinaryLength];
        owner.GetBinaryForm(identifier, 0);
        fixed (byte* start = identifier)
            return TryTakeRight(RightToRestore) && SetNamedSecurityInfo(Extended(path), FileObject, OwnerInformation, (nint)start, 0, 0, 0) == 0;
    }

    /// <summary>Takes up a right that the account has. Until then it only could.</summary>
    private static bool TryTakeRight(string name)
    {
        if (!OpenProcessToken(CurrentProcess(), AdjustPrivileges, out SafeFileHandle token))
            return false;

        using (token)
        {
            return LookupPrivilegeValue(null, name, out long id)
                && AdjustTokenPrivileges(token, 0, new Privilege { Count = 1, Id = id, Attributes = Enabled }, 0, 0, 0)
                && Marshal.GetLastPInvokeError() == 0;
        }
    }

    /// <summary>Opens a directory so that nobody renames, replaces or removes it, or one above it, while it is open; <see langword="null"/> when there is none.</summary>
    /// <exception cref="IOException">It cannot be opened, or is something else.</exception>
    public static SafeFileHandle? OpenDirectory(string path)
    {
        SafeFileHandle directory = OpenForAttributes(Extended(path), ReadAttributes, FileShare.ReadWrite, securityAttributes: 0, OpenExisting, DirectoriesToo | LinksThemselves, template: 0);
        int error = Marshal.GetLastPInvokeError();
        if (!directory.IsInvalid && File.GetAttributes(directory) is var attributes && attributes.HasFlag(FileAttributes.Directory) && !attributes.HasFlag(FileAttributes.ReparsePoint))
            return directory;

        bool isMissing = directory.IsInvalid && error is (FileNotFound or PathNotFound);
        directory.Dispose();
        return isMissing ? null : throw new IOException($"'{path}' cannot be opened as a directory.");
    }

    /// <summary>Whose a file, a directory or a link itself is; <see langword="null"/> when nobody can tell.</summary>
    public static SecurityIdentifier? OwnerOf(string path)
    {
        using SafeFileHandle opened = OpenForAttributes(Extended(path), ReadControl, FileShare.ReadWrite | FileShare.Delete, securityAttributes: 0, OpenExisting, DirectoriesToo | LinksThemselves, template: 0);
        if (opened.IsInvalid || GetSecurityInfo(opened, FileObject, OwnerInformation, out nint owner, 0, 0, 0, out nint descriptor) != 0)
            return null;

        try
        {
            return new SecurityIdentifier(owner);
        }
        finally
        {
            LocalFree(descriptor);
        }
    }

    /// <summary>What is at a path.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static FileKind KindOf(string path, bool followsLinks)
    {
        if (!followsLinks && new FileInfo(path).LinkTarget is not null)
            return FileKind.Link;

        using SafeFileHandle file = OpenForAttributes(Extended(path), ReadAttributes, FileShare.ReadWrite | FileShare.Delete, securityAttributes: 0, OpenExisting, DirectoriesToo, template: 0);
        if (!file.IsInvalid)
            return KindOf(file);

        int error = Marshal.GetLastPInvokeError();
        return error is FileNotFound or PathNotFound
            ? FileKind.Missing
            : throw new IOException(Marshal.GetPInvokeErrorMessage(error), Marshal.GetHRForLastWin32Error());
    }

    /// <summary>What an open file is.</summary>
    public static FileKind KindOf(SafeFileHandle file) => FileTypeOf(file) switch
    {
        DiskFile => File.GetAttributes(file).HasFlag(FileAttributes.Directory) ? FileKind.Directory : FileKind.File,
        Pipe => FileKind.Pipe,
        _ => FileKind.Device,
    };

    /// <summary>The form in which Windows takes a full path of any length.</summary>
    private static string Extended(string fullPath) =>
        fullPath.Length <= LongestPlainPath || fullPath.StartsWith(@"\\?\", StringComparison.Ordinal) ? fullPath :
        fullPath.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC\" + fullPath[2..] :
        @"\\?\" + fullPath;

    [LibraryImport("kernel32", EntryPoint = "CreateDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateDirectory(string path, nint securityAttributes);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle OpenForAttributes(string path, uint access, FileShare share, nint securityAttributes, uint disposition, uint flags, nint template);

    [LibraryImport("advapi32", EntryPoint = "GetSecurityInfo")]
    private static partial int GetSecurityInfo(SafeFileHandle file, int objectType, int information, out nint owner, nint group, nint discretionary, nint system, out nint descriptor);

    [LibraryImport("kernel32", EntryPoint = "LocalFree")]
    private static partial nint LocalFree(nint memory);

    [LibraryImport("kernel32", EntryPoint = "GetFileType", SetLastError = true)]
    private static partial uint FileTypeOf(SafeFileHandle file);

    [LibraryImport("kernel32", EntryPoint = "RemoveDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool RemoveDirectory(string path);

    [LibraryImport("advapi32", EntryPoint = "SetNamedSecurityInfoW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int SetNamedSecurityInfo(string path, int objectType, int information, nint owner, nint group, nint discretionary, nint system);

    [LibraryImport("kernel32", EntryPoint = "GetCurrentProcess")]
    private static partial nint CurrentProcess();

    [LibraryImport("advapi32", EntryPoint = "OpenProcessToken")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool OpenProcessToken(nint process, uint access, out SafeFileHandle token);

    [LibraryImport("advapi32", EntryPoint = "LookupPrivilegeValueW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool LookupPrivilegeValue(string? system, string name, out long id);

    [LibraryImport("advapi32", EntryPoint = "AdjustTokenPrivileges", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AdjustTokenPrivileges(SafeFileHandle token, int disableAll, in Privilege added, int length, nint before, nint lengthOfBefore);

    /// <summary>TOKEN_PRIVILEGES with one of them.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Privilege
    {
        public int Count;
        public long Id;
        public int Attributes;
    }
}
