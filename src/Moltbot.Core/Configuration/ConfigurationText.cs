using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Configuration;

/// <summary>Reads text files that others may be writing.</summary>
internal static class ConfigurationText
{
    /// <summary>
    /// The text of a UTF-8 file with its byte order mark, if it has one, or <see langword="null"/> when there is no such
    /// file. Bytes that are not UTF-8 become U+FFFD.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ConfigUnreadable"/> when it is there but cannot be read.</exception>
    public static string? Read(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Configuration) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
        }
        catch (Exception error) when (IsReadFailure(error))
        {
            throw new MoltbotException(ErrorCode.ConfigUnreadable, Explain(path, error), error) { Path = path };
        }
    }

    /// <summary>Whether a file that was read is UTF-8 text: no other encoding, and nothing that is no text at all.</summary>
    public static bool IsText(string read) => read.AsSpan().IndexOfAny('\0', '\uFFFD') < 0;

    /// <summary>The error about a file that is no UTF-8 text.</summary>
    public static MoltbotException NotText(string path) => new(ErrorCode.ConfigUnreadable, $"{path} is not UTF-8. Save it as UTF-8, then try again.") { Path = path };

    private static bool IsReadFailure(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    /// <summary>Why a file that is there cannot be read, and what to do about it.</summary>
    internal static string Explain(string path, Exception error) => error is UnusableFileException other
        ? $"{other.Sentence}, or name another file."
        : $"{path} cannot be read: {error.Message} {ReadFailure.Remedy(error)}.";
}
