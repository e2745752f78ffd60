using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Moltbot.Core.Running;

/// <summary>
/// A console of Windows. It gets characters and not bytes, so what it shows does not depend on its code page, which is left as it
/// is: it belongs to all programs of the console. What another program has written need not be UTF-8, and what is none is taken
/// for text of the code page, as if that program had written it there itself.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsConsole : OutputOnlyStream
{
    private const int Output = -11; // STD_OUTPUT_HANDLE
    private const int Errors = -12; // STD_ERROR_HANDLE
    private const uint EscapeSequences = 4; // ENABLE_VIRTUAL_TERMINAL_PROCESSING
    private const int MostAtOnce = 8 * 1024; // a console refuses more than some 32 KiB

    private readonly nint handle;
    private readonly uint? modeBefore;
    private readonly ConsoleText text = new(DecodeOfCodePage);

    private WindowsConsole(nint handle, uint? modeBefore)
    {
        this.handle = handle;
        this.modeBefore = modeBefore;
    }

    /// <summary>Whether this process has a console, be it one that nobody sees. A program that has none of its own gets a new one with a window.</summary>
    public static bool IsAttached => InputCodePage() != 0;

    /// <summary>The console behind a standard stream, on which escape sequences work while it is open; <see langword="null"/> where there is something else.</summary>
    public static WindowsConsole? TryOpen(bool isErrors)
    {
        nint stream = StandardHandle(isErrors ? Errors : Output);
        if (!GetMode(stream, out uint mode))
            return null;

        bool isChanged = (mode & EscapeSequences) == 0 && SetMode(stream, mode | EscapeSequences);
        return new WindowsConsole(stream, isChanged ? mode : null);
    }

    /// <summary>Whether escape sequences work on standard output, or can be made to.</summary>
    public static bool TakesEscapeSequences()
    {
        nint stream = StandardHandle(Output);
        return GetMode(stream, out uint mode) && ((mode & EscapeSequences) != 0 || (SetMode(stream, mode | EscapeSequences) && SetMode(stream, mode)));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => Write(text.Read(buffer).AsSpan());

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Write(text.Rest().AsSpan());
        if (disposing && modeBefore is { } mode)
            _ = SetMode(handle, mode);

        base.Dispose(disposing);
    }

    private void Write(ReadOnlySpan<char> characters)
    {
        while (!characters.IsEmpty)
        {
            int count = Math.Min(characters.Length, MostAtOnce);
            if (count < characters.Length && char.IsHighSurrogate(characters[count - 1]))
                count--;
            if (!WriteConsole(handle, characters[..count], (uint)count, out uint written, 0) || written == 0)
                throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));

            characters = characters[(int)written..];
        }
    }

    private static string DecodeOfCodePage(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = new char[bytes.Length];
        int count = ToCharacters(OutputCodePage(), 0, bytes, bytes.Length, characters, characters.Length);
        return count > 0 ? new string(characters[..count]) : Encoding.UTF8.GetString(bytes);
    }

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle")]
    private static partial nint StandardHandle(int stream);

    [LibraryImport("kernel32", EntryPoint = "GetConsoleMode")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetMode(nint handle, out uint mode);

    [LibraryImport("kernel32", EntryPoint = "SetConsoleMode")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetMode(nint handle, uint mode);

    [LibraryImport("kernel32", EntryPoint = "GetConsoleCP")]
    private static partial uint InputCodePage();

    [LibraryImport("kernel32", EntryPoint = "GetConsoleOutputCP")]
    private static partial uint OutputCodePage();

    [LibraryImport("kernel32", EntryPoint = "WriteConsoleW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WriteConsole(nint handle, ReadOnlySpan<char> characters, uint count, out uint written, nint reserved);

    [LibraryImport("kernel32", EntryPoint = "MultiByteToWideChar", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int ToCharacters(uint codePage, uint flags, ReadOnlySpan<byte> bytes, int count, Span<char> characters, int room);
}
