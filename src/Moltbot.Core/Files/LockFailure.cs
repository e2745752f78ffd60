using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>The errors of taking and holding a lock.</summary>
internal static class LockFailure
{
    public static MoltbotException FileMissing(string filePath) => Create(
        ErrorCode.FileNotFound,
        filePath,
        $"'{filePath}' does not exist, so it cannot be locked. Create it, then try again.");

    public static MoltbotException CannotCreate(string filePath, Exception refusal) =>
        WriteFailure.Create(filePath, "could not be locked, so nothing was changed", refusal);

    public static MoltbotException StillLocked(string filePath, LockDirectory directory)
    {
        if (directory.IsObstructed())
        {
            return Create(
                ErrorCode.StoreLocked,
                filePath,
                $"'{filePath}' is locked by another process, or looks so: '{directory.Path}' is not the empty directory that a lock is, so it must be removed by hand. See what it is, remove it, then try again.");
        }

        // Windows denies access both to what may not be created and to what is just being removed.
        if (OperatingSystem.IsWindows() && !Path.Exists(directory.Path))
        {
            return Create(
                ErrorCode.WriteFailed,
                filePath,
                $"'{filePath}' could not be locked, because '{directory.Path}' could not be created. Check that you may write to that directory, then try again.");
        }

        return Create(
            ErrorCode.StoreLocked,
            filePath,
            $"'{filePath}' is locked by another process. Wait until that is done, then try again.");
    }

    public static MoltbotException Lost(string filePath) => Create(
        ErrorCode.LockLost,
        filePath,
        $"The lock of '{filePath}' was lost while it was held, so nothing was written. Try again.");

    private static MoltbotException Create(ErrorCode code, string filePath, string message) => new(code, message) { Path = filePath };
}
