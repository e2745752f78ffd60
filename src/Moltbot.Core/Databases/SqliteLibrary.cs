using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Databases;

/// <summary>
/// The calls of the SQLite library that we bring along. It is loaded by its path when a database is first opened, so that who
/// has none pays nothing, a library of the system does not count, and one that somebody else has loaded is not touched.
/// </summary>
internal sealed unsafe class SqliteLibrary
{
    private static readonly Lazy<SqliteLibrary> Loaded = new(() => new SqliteLibrary(Load()));

    private SqliteLibrary(nint library)
    {
        Open = (delegate* unmanaged[Cdecl]<byte*, nint*, int, byte*, int>)Find(library, "sqlite3_open_v2");
        Close = (delegate* unmanaged[Cdecl]<nint, int>)Find(library, "sqlite3_close_v2");
        Message = (delegate* unmanaged[Cdecl]<nint, byte*>)Find(library, "sqlite3_errmsg");
        LastResult = (delegate* unmanaged[Cdecl]<nint, int>)Find(library, "sqlite3_errcode");
        WaitAtMost = (delegate* unmanaged[Cdecl]<nint, int, int>)Find(library, "sqlite3_busy_timeout");
        Control = (delegate* unmanaged[Cdecl]<nint, byte*, int, void*, int>)Find(library, "sqlite3_file_control");
        IsReadOnly = (delegate* unmanaged[Cdecl]<nint, byte*, int>)Find(library, "sqlite3_db_readonly");
        Prepare = (delegate* unmanaged[Cdecl]<nint, byte*, int, nint*, byte**, int>)Find(library, "sqlite3_prepare_v2");
        BindText = (delegate* unmanaged[Cdecl]<nint, int, byte*, int, nint, int>)Find(library, "sqlite3_bind_text");
        BindNumber = (delegate* unmanaged[Cdecl]<nint, int, long, int>)Find(library, "sqlite3_bind_int64");
        Step = (delegate* unmanaged[Cdecl]<nint, int>)Find(library, "sqlite3_step");
        ColumnCount = (delegate* unmanaged[Cdecl]<nint, int>)Find(library, "sqlite3_column_count");
        ColumnText = (delegate* unmanaged[Cdecl]<nint, int, byte*>)Find(library, "sqlite3_column_text");
        ColumnBytes = (delegate* unmanaged[Cdecl]<nint, int, int>)Find(library, "sqlite3_column_bytes");
        BeginCopy = (delegate* unmanaged[Cdecl]<nint, byte*, nint, byte*, nint>)Find(library, "sqlite3_backup_init");
        CopyPages = (delegate* unmanaged[Cdecl]<nint, int, int>)Find(library, "sqlite3_backup_step");
        EndCopy = (delegate* unmanaged[Cdecl]<nint, int>)Find(library, "sqlite3_backup_finish");
        Complete = (delegate* unmanaged[Cdecl]<nint, int>)Find(library, "sqlite3_finalize");
    }

    /// <summary>The library.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.FileNotFound"/>: it is not where we keep it.</exception>
    public static SqliteLibrary Instance => Loaded.Value;

    public delegate* unmanaged[Cdecl]<byte*, nint*, int, byte*, int> Open { get; }

    public delegate* unmanaged[Cdecl]<nint, int> Close { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*> Message { get; }

    public delegate* unmanaged[Cdecl]<nint, int> LastResult { get; }

    public delegate* unmanaged[Cdecl]<nint, int, int> WaitAtMost { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, int, void*, int> Control { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, int> IsReadOnly { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, int, nint*, byte**, int> Prepare { get; }

    public delegate* unmanaged[Cdecl]<nint, int, byte*, int, nint, int> BindText { get; }

    public delegate* unmanaged[Cdecl]<nint, int, long, int> BindNumber { get; }

    public delegate* unmanaged[Cdecl]<nint, int> Step { get; }

    public delegate* unmanaged[Cdecl]<nint, int> ColumnCount { get; }

    public delegate* unmanaged[Cdecl]<nint, int, byte*> ColumnText { get; }

    public delegate* unmanaged[Cdecl]<nint, int, int> ColumnBytes { get; }

    public delegate* unmanaged[Cdecl]<nint, int> Complete { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, nint, byte*, nint> BeginCopy { get; }

    public delegate* unmanaged[Cdecl]<nint, int, int> CopyPages { get; }

    public delegate* unmanaged[Cdecl]<nint, int> EndCopy { get; }

    /// <summary>A text as the library takes it.</summary>
    public static byte[] ToUtf8(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static nint Find(nint library, string name) => NativeLibrary.GetExport(library, name);

    private static nint Load()
    {
        string[] places = [.. Places()];
        if (Array.Find(places, File.Exists) is not { } path)
            throw MoltbotException.At(places[0], ErrorCode.FileNotFound, $"The library that reads databases is missing: {FileName} is neither at {places[0]} nor where the module keeps it. Install Moltbot.PowerShell or moltbot again, with all of its files.");

        return NativeLibrary.Load(path);
    }

    /// <summary>Beside a published program, in a folder for each kind of system beside one that is not, and with the module's other dependencies.</summary>
    private static IEnumerable<string> Places()
    {
        string forSystem = Path.Combine("runtimes", SystemName, "native", FileName);
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        if (FolderOfAssembly() is { } folder)
        {
            yield return Path.Combine(folder, "dependencies", forSystem);
            yield return Path.Combine(folder, forSystem);
            yield return Path.Combine(folder, FileName);
        }
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "The native executable has no assemblies, and the library beside it.")]
    private static string? FolderOfAssembly() => Path.GetDirectoryName(typeof(SqliteLibrary).Assembly.Location) is { Length: > 0 } folder ? folder : null;

    private static string FileName =>
        OperatingSystem.IsWindows() ? "e_sqlite3.dll" :
        OperatingSystem.IsMacOS() ? "libe_sqlite3.dylib" :
        "libe_sqlite3.so";

    private static string SystemName
    {
        get
        {
            string system =
                OperatingSystem.IsWindows() ? "win" :
                OperatingSystem.IsMacOS() ? "osx" :
                RuntimeInformation.RuntimeIdentifier is var name && (name.Contains("musl", StringComparison.Ordinal) || name.StartsWith("alpine", StringComparison.Ordinal)) ? "linux-musl" :
                "linux";
            string processor = RuntimeInformation.ProcessArchitecture switch
            {
                Architecture.X64 => "x64",
                Architecture.Arm64 => "arm64",
                Architecture.X86 => "x86",
                _ => "arm",
            };
            return $"{system}-{processor}";
        }
    }
}
