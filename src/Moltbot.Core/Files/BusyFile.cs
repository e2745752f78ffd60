namespace Moltbot.Core.Files;

/// <summary>
/// A file that another program has open so that we cannot do with it what we want. Windows knows that, and most often it is over
/// at once: a virus scanner, an indexer or a copy for a backup looks at what was just written.
/// </summary>
internal static class BusyFile
{
    private const int Attempts = 10;
    private const int Step = 20; // milliseconds, so that all in all it waits for 0.9 s
    private const int Sharing = unchecked((int)0x80070020); // ERROR_SHARING_VIOLATION
    private const int Locked = unchecked((int)0x80070021); // ERROR_LOCK_VIOLATION

    /// <summary>Whether that is why something was refused.</summary>
    public static bool IsReasonOf(Exception refusal) => refusal is IOException { HResult: Sharing or Locked };

    /// <summary>Does something as soon as it can be done, or gives up after a while.</summary>
    /// <param name="act">What is to be done. It has to change nothing where it is refused.</param>
    public static T Await<T>(Func<T> act) => Await(act, IsReasonOf, Thread.Sleep);

    /// <summary>The same for refusals of other kinds, and with another way to wait.</summary>
    internal static T Await<T>(Func<T> act, Func<Exception, bool> isPassing, Action<int> wait)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return act();
            }
            catch (Exception refusal) when (attempt < Attempts && isPassing(refusal))
            {
                wait(Step * attempt);
            }
        }
    }

    /// <summary>The programs that have a file open, where the system tells.</summary>
    public static IReadOnlyList<string> HoldersOf(string path) => OperatingSystem.IsWindows() ? FileHolders.Of(path) : [];

    /// <summary>Who has a file open, and what to do about it, as a sentence without its full stop.</summary>
    public static string Remedy(string path)
    {
        IReadOnlyList<string> holders = HoldersOf(path);
        return holders.Count == 0 ? "Another program has it open. Close that, or wait until it is done" : Remedy(holders);
    }

    /// <summary>The same, when they are known.</summary>
    internal static string Remedy(IReadOnlyList<string> holders) => holders.Count == 1
        ? $"{holders[0]} has it open. Close that, or wait until it is done"
        : $"{string.Join(" and ", holders)} have it open. Close them, or wait until they are done";
}
