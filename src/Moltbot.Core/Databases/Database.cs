using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Text;

namespace Moltbot.Core.Databases;

/// <summary>
/// An open SQLite database that exists already: none is ever created. It is the only class that knows SQLite; who reads uses
/// <see cref="DatabaseReading"/>, who changes <see cref="DatabaseTransaction"/>.
/// </summary>
internal sealed unsafe class Database : IDisposable
{
    private const int Ok = 0;
    private const int Row = 100;
    private const int Done = 101;
    private const int ReadOnlyFlag = 0x1;
    private const int ReadWriteFlag = 0x2;
    private const int UriFlag = 0x40;
    private const int NoMutexFlag = 0x8000; // a connection is used by one thread at a time
    private const int NoFollowFlag = 0x1000000;
    private const int PersistLog = 10; // SQLITE_FCNTL_PERSIST_WAL
    private const int AllPages = -1;
    private const int Copied = -1; // SQLITE_TRANSIENT

    /// <summary>How long the library waits for others by itself, in milliseconds; whoever wants to wait longer asks again and can be cancelled between.</summary>
    private const int Wait = 250;

    private readonly SqliteLibrary library;
    private nint handle;

    private Database(SqliteLibrary library, string path)
    {
        this.library = library;
        Path = path;
    }

    /// <summary>The absolute path of the file, without links.</summary>
    public string Path { get; }

    /// <summary>Opens a database.</summary>
    /// <param name="path">The absolute path of the file, without links.</param>
    /// <param name="access">What for.</param>
    /// <exception cref="MoltbotException">It cannot be opened.</exception>
    public static Database Open(string path, DatabaseAccess access)
    {
        Database database = new(SqliteLibrary.Instance, path);
        try
        {
            FileReads.Note(path);
            database.Open(access);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement that gives nothing.</summary>
    /// <exception cref="MoltbotException">It fails.</exception>
    public void Run(string statement, params object[] values) => Query(statement, values);

    /// <summary>The first column of the first row, as text; <see langword="null"/> when there is no row or nothing in it.</summary>
    /// <exception cref="MoltbotException">The question fails.</exception>
    public string? Text(string statement, params object[] values) => Query(statement, values) is [[var first, ..], ..] ? first : null;

    /// <summary>All rows, every column as text.</summary>
    /// <exception cref="MoltbotException">The question fails.</exception>
    public IReadOnlyList<IReadOnlyList<string?>> Query(string statement, params object[] values)
    {
        nint prepared = 0;
        try
        {
            fixed (byte* text = SqliteLibrary.ToUtf8(statement))
                Check(library.Prepare(handle, text, -1, &prepared, null));
            for (int index = 0; index < values.Length; index++)
                Bind(prepared, index + 1, values[index]);

            return Rows(prepared);
        }
        finally
        {
            _ = library.Complete(prepared);
        }
    }

    /// <summary>
    /// Makes another database the same as this one, in one transaction of the other: all of it as it is at this moment, whoever writes
    /// meanwhile.
    /// </summary>
    /// <exception cref="MoltbotException">One cannot be read or the other not be written; the other is as it was before.</exception>
    public void CopyTo(Database other)
    {
        _ = Query("PRAGMA schema_version"); // what is wrong with this one is told here, and of it

        fixed (byte* main = "main\0"u8)
        {
            nint copy = library.BeginCopy(other.handle, main, handle, main);
            if (copy == 0)
                throw other.Failure(other.library.LastResult(other.handle));

            int result = library.CopyPages(copy, AllPages);
            int end = library.EndCopy(copy);
            if (result != Done)
                throw other.Failure(result);

            other.Check(end);
        }
    }

    /// <summary>Closes it; what was begun and not finished is undone.</summary>
    public void Dispose()
    {
        if (handle != 0)
            _ = library.Close(handle);

        handle = 0;
    }

    private void Open(DatabaseAccess access)
    {
        nint opened = 0;
        int result;
        string address = AddressOf(Path) + access switch
        {
            DatabaseAccess.Still => "?immutable=1",
            DatabaseAccess.Alone => OperatingSystem.IsWindows() ? "?vfs=win32-none" : "?vfs=unix-none",
            _ => "",
        };
        fixed (byte* name = SqliteLibrary.ToUtf8(address))
            result = library.Open(name, &opened, (access == DatabaseAccess.Change ? ReadWriteFlag : ReadOnlyFlag) | UriFlag | NoMutexFlag | NoFollowFlag, null);

        handle = opened;
        Check(result);
        Check(library.WaitAtMost(handle, Wait));
        if (access == DatabaseAccess.Change)
            RequireWritable();

        // Whoever looks and is the last to do so must not tidy up: changes that are in the database already would go with their file.
        if (access != DatabaseAccess.Change)
            KeepLog();

        // Whoever is alone needs no index that is shared in a file.
        if (access == DatabaseAccess.Alone)
            Run("PRAGMA locking_mode=EXCLUSIVE");
    }

    /// <summary>A path as the library takes it with options behind it; the base library's addresses name a server where Windows paths do.</summary>
    private static string AddressOf(string path)
    {
        StringBuilder address = new("file://");
        if (path[0] is not ('/' or '\\'))
            address.Append('/');

        foreach (byte unit in Encoding.UTF8.GetBytes(path))
        {
            char c = (char)unit;
            if (char.IsAsciiLetterOrDigit(c) || c is '/' or ':' or '-' or '.' or '_')
                address.Append(c);
            else if (c == '\\' && OperatingSystem.IsWindows())
                address.Append('/');
            else
                address.Append(PlainNumbers.Format, $"%{unit:X2}");
        }

        return address.ToString();
    }

    private void KeepLog()
    {
        int persists = 1;
        fixed (byte* main = SqliteLibrary.ToUtf8("main"))
            Check(library.Control(handle, main, PersistLog, &persists));
    }

    /// <summary>The library opens what it cannot write to be read, and says so only in other words later.</summary>
    private void RequireWritable()
    {
        fixed (byte* main = "main\0"u8)
        {
            if (library.IsReadOnly(handle, main) == 1)
                throw DatabaseErrors.NotWritable(Path);
        }
    }

    private List<IReadOnlyList<string?>> Rows(nint prepared)
    {
        List<IReadOnlyList<string?>> rows = [];
        int columns = library.ColumnCount(prepared);
        while (true)
        {
            int result = library.Step(prepared);
            if (result == Done)
                return rows;
            if (result != Row)
                throw Failure(result);

            string?[] row = new string?[columns];
            for (int column = 0; column < columns; column++)
            {
                byte* text = library.ColumnText(prepared, column);
                row[column] = text is null ? null : Encoding.UTF8.GetString(text, library.ColumnBytes(prepared, column));
            }

            rows.Add(row);
        }
    }

    private void Bind(nint prepared, int position, object value)
    {
        if (value is long number)
        {
            Check(library.BindNumber(prepared, position, number));
            return;
        }

        byte[] bytes = SqliteLibrary.ToUtf8((string)value);
        fixed (byte* text = bytes)
            Check(library.BindText(prepared, position, text, bytes.Length - 1, Copied));
    }

    private void Check(int result)
    {
        if (result != Ok)
            throw Failure(result);
    }

    private MoltbotException Failure(int result)
    {
        byte* text = handle == 0 ? null : library.Message(handle);
        return DatabaseErrors.Failed(Path, result, text is null ? "there is no memory" : Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)));
    }
}
