using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;

namespace Moltbot.Core.Connecting;

/// <summary>Sign-ins that were made and are not stored yet, each in an owner-only file beside the stores.</summary>
/// <param name="directory">The directory, whether it exists or not.</param>
internal sealed class PendingSignIns(string directory)
{
    /// <summary>Keeps a sign-in until it is stored.</summary>
    /// <returns>The absolute path of its file.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public string Keep(PendingSignIn signIn)
    {
        string path = Path.Combine(directory, $"{Guid.NewGuid():N}.json");
        AtomicFile.Replace(path, JsonText.Write(signIn.ToJson()));
        return path;
    }

    /// <summary>The files of those that wait, the oldest first.</summary>
    public IReadOnlyList<string> Waiting => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*.json").OrderBy(File.GetLastWriteTimeUtc).ThenBy(path => path, StringComparer.Ordinal)]
        : [];

    /// <summary>Reads one that waits.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>.</exception>
    public static PendingSignIn Read(string path)
    {
        try
        {
            return (SharedFile.Read(path, FileLimit.Record) is { } content ? PendingSignIn.Read(JsonText.Parse(content)) : null) ?? throw Unreadable(path, cause: null);
        }
        catch (MoltbotException e) when (e.Code == ErrorCode.SyntaxError)
        {
            throw Unreadable(path, e);
        }
        catch (Exception e) when (WriteFailure.IsRefusal(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Forgets one that is stored.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public static void Forget(string path)
    {
        try
        {
            RegularFile.Delete(path);
        }
        catch (Exception e) when (WriteFailure.IsRefusal(e))
        {
            throw new MoltbotException(ErrorCode.WriteFailed, $"Cannot remove {path}, which holds a sign-in that is stored now. Remove it.", e) { Path = path };
        }
    }

    private static MoltbotException Unreadable(string path, Exception? cause) => new(
        ErrorCode.StoreUnreadable, $"Cannot read {path}, which may hold a sign-in that is not stored yet. {ReadFailure.Remedy(cause)}; remove it if it is of no use.", cause)
    {
        Path = path,
    };
}
