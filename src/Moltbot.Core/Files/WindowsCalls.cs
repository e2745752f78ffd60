using System.Runtime.InteropServices;
using System.Runtime.Versioning;

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

    /// <summary>The form in which Windows takes a full path of any length.</summary>
    private static string Extended(string fullPath) =>
        fullPath.Length <= LongestPlainPath || fullPath.StartsWith(@"\\?\", StringComparison.Ordinal) ? fullPath :
        fullPath.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC\" + fullPath[2..] :
        @"\\?\" + fullPath;

    [LibraryImport("kernel32", EntryPoint = "CreateDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateDirectory(string path, nint securityAttributes);

    [LibraryImport("kernel32", EntryPoint = "RemoveDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool RemoveDirectory(string path);
}
