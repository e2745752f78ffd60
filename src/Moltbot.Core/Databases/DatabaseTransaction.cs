using Moltbot.Core.Errors;

namespace Moltbot.Core.Databases;

/// <summary>
/// A change of a database that is there, which begins with the right to write: what is read in it is what is changed
/// (docs/gateway/later.md §7.3). What is not finished is undone.
/// </summary>
internal sealed class DatabaseTransaction : IDisposable
{
    /// <summary>How long we wait for others, all in all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private DatabaseTransaction(Database database) => Database = database;

    /// <summary>The database, to read and to write it.</summary>
    public Database Database { get; }

    /// <summary>Begins a change, and waits for others that are at one.</summary>
    /// <param name="path">The absolute path of the database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="MoltbotException">There is no database, it is busy, or it cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public static DatabaseTransaction Begin(string path, TimeProvider time, CancellationToken cancellation)
    {
        string realPath = DatabaseReading.Find(path) ?? throw DatabaseErrors.Missing(path);
        DatabaseTransaction transaction = new(Database.Open(realPath, DatabaseAccess.Change));
        try
        {
            transaction.Begin(time, cancellation);
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    /// <summary>Makes the change last.</summary>
    public void Commit() => Database.Run("COMMIT");

    /// <summary>Ends it; without <see cref="Commit"/> nothing has changed.</summary>
    public void Dispose() => Database.Dispose();

    private void Begin(TimeProvider time, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Database.Run("BEGIN IMMEDIATE");
                return;
            }
            catch (MoltbotException busy) when (busy.Code == ErrorCode.StoreLocked && time.GetElapsedTime(start) < Patience)
            {
                // The library has waited for a while already.
            }
        }
    }
}
