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
    private const int WindowsSharing = unchecked((int)0x80070020);
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
        return new(ErrorCode.WriteFailed, $"'{named}' {outcome}: {refusal.Message.TrimEnd('.')}. {Advice(refusal)}", refusal) { Path = named };
    }

    private static string Advice(Exception refusal) => refusal switch
    {
        UnusableFileException other => $"{other.Remedy}, then try again.",
        UnauthorizedAccessException or { HResult: UnixNotPermitted or UnixAccessDenied or UnixReadOnlyFileSystem } => "Check who owns that place and who may write there, then try again.",
        { HResult: UnixNoSpaceLeft or LinuxQuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull } => "Free some space on that disk, then try again.",
        { HResult: UnixBusy } when !OperatingSystem.IsWindows() =>
            "A file that is mounted by itself, as a container's volume of one file, cannot be replaced. Mount its directory instead, then try again.",
        { HResult: WindowsSharing } => "Close the program that has it open, then try again.",
        _ => "Remove the cause, then try again.",
    };
}
