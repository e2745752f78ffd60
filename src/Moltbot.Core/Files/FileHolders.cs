using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Moltbot.Core.Text;

namespace Moltbot.Core.Files;

/// <summary>The programs that have a file open, as far as Windows tells: its Restart Manager knows for installers, which have to close them.</summary>
[SupportedOSPlatform("windows")]
internal static partial class FileHolders
{
    private const int MostNamed = 3;
    private const int LengthOfKey = 33; // CCH_RM_SESSION_KEY + 1
    private const int LengthOfEntry = 668; // RM_PROCESS_INFO
    private const int NameAt = 12; // behind RM_UNIQUE_PROCESS
    private const int LengthOfName = 512; // CCH_RM_MAX_APP_NAME + 1 characters

    /// <summary>Some of them, as "name (process 123)"; empty where nobody tells.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        try
        {
            if (StartSession(out uint session, 0, new char[LengthOfKey]) != 0)
                return [];

            try
            {
                return RegisterFiles(session, 1, [path], 0, 0, 0, 0) == 0 ? Read(session) : [];
            }
            finally
            {
                _ = EndSession(session);
            }
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return []; // as in small containers
        }
    }

    private static string[] Read(uint session)
    {
        uint count = MostNamed;
        byte[] entries = new byte[MostNamed * LengthOfEntry];
        int outcome = List(session, out uint needed, ref count, entries, out _);
        if (outcome != 0 && needed > MostNamed)
        {
            entries = new byte[needed * LengthOfEntry];
            count = needed;
            outcome = List(session, out _, ref count, entries, out _);
        }

        return outcome == 0 ? [.. Enumerable.Range(0, (int)Math.Min(count, MostNamed)).Select(i => Describe(entries.AsSpan(i * LengthOfEntry, LengthOfEntry)))] : [];
    }

    private static string Describe(ReadOnlySpan<byte> entry)
    {
        ReadOnlySpan<char> name = MemoryMarshal.Cast<byte, char>(entry.Slice(NameAt, LengthOfName));
        int end = name.IndexOf('\0');
        return string.Create(PlainNumbers.Format, $"{(end < 0 ? name : name[..end])} (process {MemoryMarshal.Read<int>(entry)})");
    }

    [LibraryImport("rstrtmgr", EntryPoint = "RmStartSession", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int StartSession(out uint session, int flags, [Out] char[] key);

    [LibraryImport("rstrtmgr", EntryPoint = "RmRegisterResources", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int RegisterFiles(uint session, uint files, string[] paths, uint processes, nint processesOrNone, uint services, nint servicesOrNone);

    [LibraryImport("rstrtmgr", EntryPoint = "RmGetList")]
    private static partial int List(uint session, out uint needed, ref uint count, [Out] byte[] entries, out uint reasons);

    [LibraryImport("rstrtmgr", EntryPoint = "RmEndSession")]
    private static partial int EndSession(uint session);
}
