using System.Runtime.Versioning;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>Turns what the operating system reports about a change on disk into an error that says what to do next.</summary>
internal static class WriteFailure
{
    private const int UnixNotPermitted = 1;
    private const int UnixAccessDenied = 13;
    private const int UnixBusy = 16;
    private const int UnixNoSpaceLeft = 28;
    private const int UnixReadOnlyFileSystem = 30;
    private const int LinuxQuotaExceeded = 122;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether the exception is how the base library reports that the disk or its permissions refused.</summary>
    public static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The error for a refused change.</summary>
    /// <param name="path">The absolute path of what was to be changed.</param>
    /// <param name="outcome">What did not happen to it, as "could not be written".</param>
    /// <param name="refusal">What the operating system reported.</param>
    public static MoltbotException Create(string path, string outcome, Exception refusal)
    {
        string named = refusal is UnusableFileException other ? other.Path : path;
        return new(ErrorCode.WriteFailed, $"'{named}' {outcome}: {refusal.Message.TrimEnd('.')}. {Advice(refusal, named)}", refusal) { Path = named };
    }

    private static string Advice(Exception refusal, string path) => refusal switch
    {
        UnusableFileException other => $"{other.Remedy}, then try again.",
        HeldFileException held => $"{held.Remedy}, then try again.",
        _ when BusyFile.IsReasonOf(refusal) => $"{BusyFile.Remedy(path)}, then try again.",
        UnauthorizedAccessException when OperatingSystem.IsWindows() => $"{RemedyOnWindows(path)}, then try again.",
        UnauthorizedAccessException or { HResult: UnixNotPermitted or UnixAccessDenied or UnixReadOnlyFileSystem } => "Check who owns that place and who may write there, then try again.",
        { HResult: UnixNoSpaceLeft or LinuxQuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull } => "Free some space on that disk, then try again.",
        { HResult: UnixBusy } when !OperatingSystem.IsWindows() =>
            "A file that is mounted by itself, as a container's volume of one file, cannot be replaced. Mount its directory instead, then try again.",
        _ => "Remove the cause, then try again.",
    };

    /// <summary>Windows denies access where a right is missing, where a file is marked as only to be read, and where one that is open is replaced.</summary>
    [SupportedOSPlatform("windows")]
    private static string RemedyOnWindows(string path)
    {
        if (IsReadOnly(path))
            return WindowsAdvice.OfReadOnly(path);

        return BusyFile.HoldersOf(path) is { Count: > 0 } holders ? BusyFile.Remedy(holders) : "Check who owns that place and who may write there";
    }

    /// <summary>Whether a file is there and marked as one that is only to be read, which nothing on Windows replaces or removes.</summary>
    [SupportedOSPlatform("windows")]
    public static bool IsReadOnly(string path) => new FileInfo(path) is { Exists: true, IsReadOnly: true };
}
