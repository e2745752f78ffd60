using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Databases;

/// <summary>What goes wrong with a database, and what to do then. None of it changes anything.</summary>
internal static class DatabaseErrors
{
    private const int PrimaryCode = 0xFF;
    private const int Refused = 3; // SQLITE_PERM
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Disk = 10; // SQLITE_IOERR
    private const int Damaged = 11; // SQLITE_CORRUPT
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NoDatabase = 26;

    /// <summary>What the library reports.</summary>
    /// <param name="path">The absolute path of the database.</param>
    /// <param name="result">Its code, be it an extended one.</param>
    /// <param name="message">Its words, which hold nothing of what is stored.</param>
    public static MoltbotException Failed(string path, int result, string message) => (result & PrimaryCode) switch
    {
        Busy or Locked => BusyWith(path),
        Refused or ReadOnly => MoltbotException.At(path, ErrorCode.WriteFailed, $"{path} cannot be written ({message}), so nothing was changed. {RemedyOfReadOnly(path)}, then try again."),
        Full => MoltbotException.At(path, ErrorCode.WriteFailed, $"{path} cannot be written ({message}), so nothing was changed. Free some space on that disk, then try again."),
        Disk => MoltbotException.At(path, ErrorCode.WriteFailed, $"{path}: the disk refuses ({message}), and nothing was changed. Remove the cause, then try again."),
        Damaged or NoDatabase => MoltbotException.At(path, ErrorCode.StoreUnreadable, $"{path} is no database that can be read ({message}). It was left as it is. Put a backup in its place, or ask the gateway what it makes of it: {GatewayCommands.Examine}."),
        CannotOpen => MoltbotException.At(path, ErrorCode.StoreUnreadable, $"{path} cannot be opened ({message}). {RemedyOfClosed(path)}, then try again."),
        _ => MoltbotException.At(path, ErrorCode.StoreUnreadable, $"{path} is not the database that a gateway makes ({message}). It was left as it is. Ask the gateway what it makes of it: {GatewayCommands.Examine}."),
    };

    /// <summary>That a database can only be read.</summary>
    public static MoltbotException NotWritable(string path) => Failed(path, ReadOnly, "it can only be read");

    /// <summary>That others hold a database for longer than we wait.</summary>
    public static MoltbotException BusyWith(string path) => MoltbotException.At(path, ErrorCode.StoreLocked,
        $"{path} is busy: another program holds it for longer than we wait{OpenIn(path)}. Nothing was changed; try again once that program is done.");

    private static string OpenIn(string path) => BusyFile.HoldersOf(path) is { Count: > 0 } holders ? $" (it is open in {string.Join(" and ", holders)})" : "";

    private static string RemedyOfReadOnly(string path) => OperatingSystem.IsWindows() && WriteFailure.IsReadOnly(path)
        ? WindowsAdvice.OfReadOnly(path)
        : "Check who owns it and its directory, and that the disk is not read-only";

    private static string RemedyOfClosed(string path) => BusyFile.HoldersOf(path) is { Count: > 0 } holders
        ? BusyFile.Remedy(holders)
        : "Check who owns it and what lies beside it, and who may read that";

    /// <summary>That there is no database, of which we never make one.</summary>
    public static MoltbotException Missing(string path) => MoltbotException.At(path, ErrorCode.FileNotFound,
        $"There is no database at {path} yet, and only the gateway makes one: with the first order or credential that is stored there, as by {GatewayCommands.SetOrder}. Nothing was changed.");

    /// <summary>That nothing is in a database, not even tables.</summary>
    public static MoltbotException Empty(string path) => MoltbotException.At(path, ErrorCode.StoreUnreadable,
        $"{path} is empty, so nothing is known of what it should hold; the gateway would take it for a new one. It was left as it is. Put a backup in its place.");
}
