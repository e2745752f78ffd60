using System.Text;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// Replaces files that belong together. All new contents are on the disk before the first file is replaced, so a full
/// disk changes none; the main file is the last, and if it cannot be replaced those before it get their old content back.
/// </summary>
internal sealed class ConfigurationReplacement(DirectoryLock held, Action<string> replacing)
{
    private readonly Stack<ChangedSource> replaced = [];

    /// <summary>Replaces the files, the first one last.</summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.ConfigChanged"/> or <see cref="ErrorCode.WriteFailed"/>; the files are as they were unless the message says otherwise.
    /// </exception>
    public void Run(IReadOnlyList<ChangedSource> files)
    {
        try
        {
            ReplaceFrom(files, 0);
        }
        catch
        {
            Undo();
            throw;
        }
    }

    /// <summary>The error that another program was faster.</summary>
    public static MoltbotException Changed(string path) =>
        new(ErrorCode.ConfigChanged, $"{path} is being changed by another program all the time, so nothing was changed. Wait until that is done, then try again.")
        {
            Path = path,
        };

    /// <summary>
    /// Finds files whose bytes their text does not give back: what is no UTF-8 was read as U+FFFD. One that someone else has
    /// just changed is none of them; that shows when it is to be replaced.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ConfigNotEditable"/>.</exception>
    public static void RefuseOtherEncodings(IEnumerable<ChangedSource> files)
    {
        foreach (ChangedSource file in files)
        {
            if (file.Old.Document.Text.Contains('\uFFFD', StringComparison.Ordinal) && !HasContent(file.Path, ContentOf(file.Old)) && ConfigurationText.Read(file.Path) == file.Old.Document.Text)
                throw NotUtf8(file.Path);
        }
    }

    private void ReplaceFrom(IReadOnlyList<ChangedSource> files, int index)
    {
        if (index == files.Count)
            return;

        ChangedSource file = files[index];
        byte[] old = ContentOf(file.Old);
        ConfigurationBackup? backup = null;
        try
        {
            AtomicFile.Replace(file.Path, ContentOf(file.New), realPath =>
            {
                ReplaceFrom(files, index + 1);
                backup = new ConfigurationBackup(realPath, old);
                replacing(file.Path);
                held.EnsureHeld();
                if (!HasContent(realPath, old))
                    throw Changed(file.Path);
            });
            replaced.Push(file);
            backup?.Keep();
        }
        finally
        {
            backup?.Dispose();
        }
    }

    private static byte[] ContentOf(ConfigurationSource file) => Encoding.UTF8.GetBytes(file.Document.Text);

    private static bool HasContent(string path, ReadOnlySpan<byte> content) =>
        SharedFile.Read(path) is { } present && content.SequenceEqual(present);

    private void Undo()
    {
        while (replaced.TryPop(out ChangedSource? file))
            PutBack(file);
    }

    /// <summary>A file that someone else has changed since is theirs.</summary>
    private static void PutBack(ChangedSource file)
    {
        try
        {
            if (HasContent(file.Path, ContentOf(file.New)))
                AtomicFile.Replace(file.Path, ContentOf(file.Old));
        }
        catch (Exception error) when (error is MoltbotException || WriteFailure.IsRefusal(error))
        {
            string message = $"Not all files of the configuration could be changed, and {file.Path} could not be put back as it was. Its old content is in {file.Path}.bak. Copy it over the file.";
            throw new MoltbotException(ErrorCode.WriteFailed, message, error) { Path = file.Path };
        }
    }

    private static MoltbotException NotUtf8(string path) =>
        new(ErrorCode.ConfigNotEditable, $"{path} holds bytes that are not UTF-8 text, which a change would damage. Nothing was changed. Save it as UTF-8, then try again.")
        {
            Path = path,
        };
}
