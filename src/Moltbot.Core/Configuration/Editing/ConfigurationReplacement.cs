using System.Text;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// Replaces files that belong together. All new contents are on the disk before the first file is replaced, so a full
/// disk changes none; the main file is the last, and if it cannot be replaced those before it get their old content back.
/// </summary>
internal sealed class ConfigurationReplacement(InstallationPaths paths, DirectoryLock held, Action<string> replacing)
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
        using FilePlace place = AtomicFile.PlaceOf(file.Path);
        bool isOurs = IsOurs(place.Path);
        ConfigurationBackup? backup = null;
        try
        {
            AtomicFile.Replace(
                place,
                ContentOf(file.New),
                () =>
                {
                    ReplaceFrom(files, index + 1);
                    backup = isOurs ? new ConfigurationBackup(place, old) : null;
                    replacing(file.Path);
                    held.EnsureHeld();
                    if (!HasContent(place.Path, old))
                        throw Changed(file.Path);
                },
                ProtectionOf(isOurs));
            replaced.Push(file);
            backup?.Keep();
        }
        finally
        {
            backup?.Dispose();
        }
    }

    /// <summary>
    /// Whether a file lies with the configuration. One that is included from elsewhere may be shared with others: it stays open to
    /// those that read it, and no copies are left beside it.
    /// </summary>
    private bool IsOurs(string realPath) => PathComparison.Here.AreSame(realPath, held.FilePath)
        || new[] { paths.StateDirectory, Path.GetDirectoryName(paths.ConfigPath)!, Path.GetDirectoryName(held.FilePath)! }
            .Any(directory => PathComparison.Here.IsIn(realPath, RealPath.Resolve(directory)));

    private static FileProtection ProtectionOf(bool isOurs) => isOurs ? FileProtection.OwnerOnly : FileProtection.AsBefore;

    private static byte[] ContentOf(ConfigurationSource file) => Encoding.UTF8.GetBytes(file.Document.Text);

    private static bool HasContent(string path, ReadOnlySpan<byte> content) =>
        SharedFile.Read(path, FileLimit.Configuration) is { } present && content.SequenceEqual(present);

    private void Undo()
    {
        while (replaced.TryPop(out ChangedSource? file))
            PutBack(file);
    }

    /// <summary>A file that someone else has changed since is theirs.</summary>
    private void PutBack(ChangedSource file)
    {
        bool isOurs = IsOurs(RealPath.Resolve(file.Path));
        try
        {
            if (HasContent(file.Path, ContentOf(file.New)))
                AtomicFile.Replace(file.Path, ContentOf(file.Old), ProtectionOf(isOurs));
        }
        catch (Exception error) when (error is MoltbotException || WriteFailure.IsRefusal(error))
        {
            string remedy = isOurs ? $"Its old content is in {file.Path}.bak. Copy it over the file." : "See what is different in it, and take that back by hand.";
            string message = $"Not all files of the configuration could be changed, and {file.Path} could not be put back as it was. {remedy}";
            throw new MoltbotException(ErrorCode.WriteFailed, message, error) { Path = file.Path };
        }
    }

    private static MoltbotException NotUtf8(string path) =>
        new(ErrorCode.ConfigNotEditable, $"{path} holds bytes that are not UTF-8 text, which a change would damage. Nothing was changed. Save it as UTF-8, then try again.")
        {
            Path = path,
        };
}
