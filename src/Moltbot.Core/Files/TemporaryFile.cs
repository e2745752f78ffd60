using System.Buffers;
using System.IO.Enumeration;
using Moltbot.Core.Text;

namespace Moltbot.Core.Files;

/// <summary>
/// Files that are written beside the one that they are to replace. A process that is killed leaves its own behind, with all the
/// secrets in it, so whoever changes a file clears away what has been left in its directory for a day: no change takes that long.
/// </summary>
internal static class TemporaryFile
{
    private const string Extension = ".tmp";
    private const int TagLength = 32; // of a GUID as hexadecimal digits

    /// <summary>A gateway keeps thousands of conversations beside its sessions, and a change of one is not to wait for a look at all.</summary>
    private const int MostLookedAt = 2000;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>A change waits for other processes for minutes at most, and not for a day.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    /// <summary>A name in the same directory that no other process writes to.</summary>
    /// <param name="name">The name of the file that is to be replaced.</param>
    public static string NameFor(string name) => $"{name}.{Guid.NewGuid():N}{Extension}";

    /// <summary>Whether a name is one of those.</summary>
    public static bool IsNameOfOne(ReadOnlySpan<char> name) =>
        name.Length > TagLength + Extension.Length + 1
        && name.EndsWith(Extension, StringComparison.Ordinal)
        && name[^(TagLength + Extension.Length + 1)] == '.'
        && !name.Slice(name.Length - TagLength - Extension.Length, TagLength).ContainsAnyExcept(Digits);

    /// <summary>Removes what has been left behind in a directory, as far as it is old and ours.</summary>
    public static void Sweep(HeldDirectory directory)
    {
        try
        {
            FileSystemEnumerable<string?> names = new(directory.Path, (ref FileSystemEntry entry) => IsNameOfOne(entry.FileName) ? entry.FileName.ToString() : null, Everything);
            foreach (string name in names.Take(MostLookedAt).OfType<string>().ToArray())
            {
                if (IsAbandoned(directory, name))
                    directory.TryDelete(name);
            }
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            // Who may not list the directory leaves that to others.
        }
    }

    private static bool IsAbandoned(HeldDirectory directory, string name)
    {
        double before = UnixTime.Now(TimeProvider.System) - Old.TotalMilliseconds;
        if (OperatingSystem.IsWindows())
            return new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Join(directory.Path, name))).ToUnixTimeMilliseconds() < before;

        uint user = UnixCalls.User;
        return directory.StatusOf(name) is { Kind: FileKind.File } left
            && left.WrittenAt < before
            && (left.Owner == user || (user == 0 && left.Owner == directory.Status.Owner));
    }
}
