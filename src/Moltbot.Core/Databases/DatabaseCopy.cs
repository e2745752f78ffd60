using Moltbot.Core.Errors;

namespace Moltbot.Core.Databases;

/// <summary>
/// Copies databases the way that SQLite has for it: a copy of the file alone would lack what lies beside it, or be half of a change
/// (docs/gateway/later.md §2.1).
/// </summary>
internal static class DatabaseCopy
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Copies a database, also while its gateway writes. Nothing is created beside it.</summary>
    /// <param name="path">The absolute path of the database.</param>
    /// <param name="target">The absolute path of an empty file, which becomes the copy.</param>
    /// <exception cref="MoltbotException">It is missing, or cannot be read or written.</exception>
    public static void Take(string path, string target) => _ = DatabaseReading.Read(path, database =>
    {
        using Database copy = Database.Open(target, DatabaseAccess.Change);
        copy.Run("PRAGMA journal_mode=OFF");
        copy.Run("PRAGMA synchronous=OFF");
        database.CopyTo(copy);
        return copy.Path;
    }) ?? throw DatabaseErrors.Missing(path);

    /// <summary>Makes a database the same as a copy that was taken of one, in one transaction.</summary>
    /// <param name="copy">The absolute path of the copy.</param>
    /// <param name="target">The absolute path of the database without links, which has to be there.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the waiting for others.</param>
    /// <exception cref="MoltbotException">It cannot be written, and is as it was before.</exception>
    public static void PutBack(string copy, string target, TimeProvider time, CancellationToken cancellation)
    {
        using Database source = Database.Open(copy, DatabaseAccess.Still);
        using Database database = Database.Open(target, DatabaseAccess.Change);
        long start = time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                source.CopyTo(database);
                return;
            }
            catch (MoltbotException busy) when (busy.Code == ErrorCode.StoreLocked && time.GetElapsedTime(start) < Patience)
            {
                // The library does not wait by itself here.
                Thread.Sleep(50);
            }
        }
    }
}
