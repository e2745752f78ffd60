using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>What to do about a file that is there and cannot be read: the remedy of its cause, and of no other.</summary>
internal static class ReadFailure
{
    private const int UnixNotPermitted = 1;
    private const int UnixAccessDenied = 13;
    private const int UnixInputOutput = 5;
    private const int UnixTooManyInSystem = 23;
    private const int UnixTooMany = 24;
    private const int LinuxLocked = 11;
    private const int MacLocked = 35;
    private const int LinuxStale = 116;
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int WindowsLocked = unchecked((int)0x80070021);

    /// <summary>A sentence without its full stop.</summary>
    /// <param name="cause">Why it could not be read, or <see langword="null"/> when it could, and is not what it should be.</param>
    public static string Remedy(Exception? cause) => cause switch
    {
        null => "It is not what is written there",
        UnusableFileException other => other.Remedy,
        HeldFileException held => held.Remedy,
        MoltbotException { Code: ErrorCode.SyntaxError, Line: not null } broken => $"It is broken: line {broken.Line}, column {broken.Column}: {broken.Message.TrimEnd('.')}",
        UnauthorizedAccessException or { HResult: UnixNotPermitted or UnixAccessDenied } => "Check its owner and permissions",
        { HResult: WindowsSharing or WindowsLocked } => Locked,
        { HResult: LinuxLocked } when OperatingSystem.IsLinux() => Locked,
        { HResult: MacLocked } when OperatingSystem.IsMacOS() => Locked,
        { HResult: UnixTooMany or UnixTooManyInSystem } when !OperatingSystem.IsWindows() => "Too many files are open. Close something, or raise the limit (ulimit -n)",
        { HResult: UnixInputOutput or LinuxStale } when !OperatingSystem.IsWindows() => "The disk or the share that it is on fails. See to that",
        _ => $"The system says: {cause.Message.TrimEnd('.')}. Remove the cause",
    };

    private static string Locked => "Another process has it open and lets nobody else read it. Wait until that is done, or end it";
}
