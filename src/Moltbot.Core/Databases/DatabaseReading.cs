using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Databases;

/// <summary>
/// Reads a database without creating anything, also while its gateway writes (docs/gateway/later.md §7.4). A database as
/// gateways keep it has two files beside it while it is used; SQLite makes them for a reader, too, where they are missing, and
/// this is how to do without.
/// </summary>
internal static class DatabaseReading
{
    private const int MostAttempts = 50;

    /// <summary>What a question to a database gives, all of it of one moment; nothing where there is no database.</summary>
    /// <param name="path">The absolute path, whether there is anything or not.</param>
    /// <param name="read">Asks. It may be called again.</param>
    /// <exception cref="MoltbotException">It cannot be read.</exception>
    public static T? Read<T>(string path, Func<Database, T> read)
        where T : class
    {
        if (Find(path) is not { } realPath)
            return null;

        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            DatabaseFiles before = DatabaseFiles.At(realPath);
            try
            {
                T answer = Ask(realPath, before.Access, read);
                if (before.Access == DatabaseAccess.Shared || DatabaseFiles.At(realPath) == before)
                    return answer;
            }
            catch (MoltbotException) when (DatabaseFiles.At(realPath) != before)
            {
                // Its gateway has begun to use it, or is done with it.
            }
        }

        throw DatabaseErrors.BusyWith(realPath);
    }

    /// <summary>The path of a database without links; <see langword="null"/> when there is none.</summary>
    /// <exception cref="MoltbotException">Something else than a file is there, or it is empty, or cannot be looked at.</exception>
    public static string? Find(string path)
    {
        try
        {
            if (RegularFile.Require(path) == FileKind.Missing)
                return null;

            string realPath = RealPath.Resolve(path);
            return new FileInfo(realPath).Length > 0 ? realPath : throw DatabaseErrors.Empty(path);
        }
        catch (NotAFileException other)
        {
            throw MoltbotException.At(path, ErrorCode.StoreUnreadable, $"{path} is no database: {other.Message.TrimEnd('.')}. {other.Remedy}, then try again.");
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw MoltbotException.At(path, ErrorCode.StoreUnreadable, $"{path} cannot be read: {refusal.Message.TrimEnd('.')}. Check who owns it and who may read it, then try again.");
        }
    }

    private static T Ask<T>(string realPath, DatabaseAccess access, Func<Database, T> read)
    {
        using Database database = Database.Open(realPath, access);
        database.Run("BEGIN");
        return read(database);
    }
}
