using System.IO.Enumeration;
using System.Security.Cryptography;
using Moltbot.Core.Installation;

namespace Moltbot.Testing;

/// <summary>An empty home directory for one test, removed afterwards.</summary>
public sealed class TemporaryHome : IDisposable
{
    /// <summary>The absolute path, with every link resolved.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("moltbot-test-").FullName;

    /// <summary>An environment with nothing in it but this home, which is also the working directory.</summary>
    public ProcessEnvironment Environment => new() { HomeDirectory = Path, WorkingDirectory = Path };

    /// <summary>The absolute path of something in this home, as this system writes it, given with forward slashes.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, SystemForm.OfPath(relativePath));

    /// <summary>Writes a file and the directories it needs, and returns its absolute path. "$HOME" in the text becomes this home.</summary>
    public string Write(string relativePath, string text)
    {
        string path = this[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Expand(text));
        return path;
    }

    /// <summary>
    /// Puts this home's path in place of "$HOME", with forward slashes on Windows too: every program there takes them, and JSON
    /// and scripts take them as they are.
    /// </summary>
    public string Expand(string text) => text.Replace("$HOME", SystemForm.WithSlashes(Path), StringComparison.Ordinal);

    /// <summary>Puts "$HOME" in place of this home's path, with forward slashes in what follows.</summary>
    public string Collapse(string text) => SystemForm.Collapse(text, Path);

    /// <summary>The content of every file below this home, by its path with forward slashes. Links are not followed.</summary>
    public IReadOnlyDictionary<string, byte[]> Files() => Entries()
        .Where(entry => File.Exists(entry) && new FileInfo(entry).LinkTarget is null)
        .ToDictionary(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'), ContentOf, StringComparer.Ordinal);

    /// <summary>
    /// A line for every file below this home, with its path and a hash of its content: two are equal only when every
    /// file is byte-identical. Links are not followed.
    /// </summary>
    public string Fingerprint() => string.Join('\n', Entries()
        .Select(entry => $"{System.IO.Path.GetRelativePath(Path, entry).Replace('\\', '/')} {FingerprintOf(entry)}")
        .Order(StringComparer.Ordinal));

    /// <summary>
    /// The same with the time of each entry: two are equal only when nothing was created in between either, not even
    /// something that is gone again.
    /// </summary>
    public string Trace() => string.Join('\n', Entries()
        .Select(entry => $"{File.GetLastWriteTimeUtc(entry).Ticks} {entry}")
        .Order(StringComparer.Ordinal)
        .Prepend(Fingerprint()));

    /// <summary>Everything below this home, but nothing behind a link.</summary>
    private FileSystemEnumerable<string> Entries() => new(
        Path,
        (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
    {
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    private static string FingerprintOf(string entry)
    {
        FileInfo file = new(entry);
        if (file.LinkTarget is { } target)
            return $"-> {target}";

        return file.Exists ? Convert.ToHexString(SHA256.HashData(ContentOf(entry))) : "directory";
    }

    /// <summary>Without opening what is empty: it may be a pipe, which would keep us waiting.</summary>
    private static byte[] ContentOf(string file)
    {
        if (new FileInfo(file).Length == 0)
            return [];

        // A program of the test may be writing it.
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public void Dispose()
    {
        foreach (string directory in Entries().Where(Directory.Exists))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(Path, recursive: true);
    }
}
