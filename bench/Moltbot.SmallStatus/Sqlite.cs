using System.Runtime.InteropServices;
using System.Text;

namespace Moltbot.SmallStatus;

/// <summary>What it takes to ask a database for one cell.</summary>
internal static unsafe partial class Sqlite
{
    private const int ReadOnly = 0x1;
    private const int Row = 100;

    /// <summary>The first column of the first row, as text; nothing where there is no row, or no database.</summary>
    public static string Cell(string path, string question)
    {
        if (!File.Exists(path))
            return "";

        nint database;
        nint prepared;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            Require(Open(name, &database, ReadOnly, null));
        fixed (byte* text = Encoding.UTF8.GetBytes(question + '\0'))
            Require(Prepare(database, text, -1, &prepared, null));

        string cell = Step(prepared) == Row ? Encoding.UTF8.GetString(Text(prepared, 0), Length(prepared, 0)) : "";
        _ = Finish(prepared);
        _ = Close(database);
        return cell;
    }

    private static void Require(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"SQLite answers {result}.");
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_open_v2")]
    private static partial int Open(byte* name, nint* database, int flags, byte* system);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_prepare_v2")]
    private static partial int Prepare(nint database, byte* text, int length, nint* prepared, byte** rest);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_step")]
    private static partial int Step(nint prepared);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_text")]
    private static partial byte* Text(nint prepared, int column);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_bytes")]
    private static partial int Length(nint prepared, int column);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_finalize")]
    private static partial int Finish(nint prepared);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_close")]
    private static partial int Close(nint database);
}
