using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Files;

/// <summary>
/// Goes a path on a Unix system from directory to directory, each opened in the one before, and judges the links on it
/// (<see cref="LinkTrust"/>). What is exchanged behind it changes nothing of where it is.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PathWalk : IDisposable
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int NotADirectory = 20; // ENOTDIR, on Linux and macOS alike

    private readonly string path;
    private readonly bool makesDirectories;
    private readonly Action<PathStep>? passed;
    private readonly List<SafeFileHandle> opened = [];
    private int links;

    private PathWalk(string path, bool makesDirectories, Action<PathStep>? passed)
    {
        this.path = path;
        this.makesDirectories = makesDirectories;
        this.passed = passed;
    }

    /// <summary>The place at the end of a path; <see langword="null"/> when its directory is missing and is not made.</summary>
    /// <param name="fullPath">The absolute path.</param>
    /// <param name="makesDirectories">Whether directories that are missing are made, for their owner alone.</param>
    /// <exception cref="IOException">The way is closed, or a link on it is not followed (<see cref="UnusableFileException"/>).</exception>
    public static FilePlace? ToPlace(string fullPath, bool makesDirectories) =>
        Quickly(fullPath) ?? Walk(fullPath, makesDirectories, passed: null, walk => walk.Place());

    /// <summary>A directory; <see langword="null"/> when it is missing and is not made.</summary>
    /// <exception cref="IOException">As <see cref="ToPlace"/>, or it is something else.</exception>
    public static HeldDirectory? ToDirectory(string fullPath, bool makesDirectories) =>
        UnixCalls.TryOpenDirectoryWithoutLinks(fullPath) is { } directory
            ? new HeldDirectory(fullPath, directory)
            : Walk(fullPath, makesDirectories, passed: null, walk => walk.Directory());

    /// <summary>Tells each directory and each link that is passed on the way to what is at a path, and that itself at last.</summary>
    /// <exception cref="IOException">As <see cref="ToPlace"/>.</exception>
    public static void Pass(string fullPath, Action<PathStep> passed) => Walk(fullPath, makesDirectories: false, passed, walk => walk.End());

    public void Dispose() => opened.ForEach(handle => handle.Dispose());

    /// <summary>Nearly always there is no link on the way, and one call finds that out.</summary>
    private static FilePlace? Quickly(string fullPath)
    {
        if (Path.GetDirectoryName(fullPath) is not { } directoryPath || UnixCalls.TryOpenDirectoryWithoutLinks(directoryPath) is not { } handle)
            return null;

        HeldDirectory directory = new(directoryPath, handle);
        string name = Path.GetFileName(fullPath);
        UnixFileStatus? status = UnixCalls.StatusOf(handle, name);
        if (status?.Kind != FileKind.Link)
            return new FilePlace(directory, name, status);

        directory.Dispose();
        return null;
    }

    private static T Walk<T>(string fullPath, bool makesDirectories, Action<PathStep>? passed, Func<PathWalk, T> end)
    {
        using PathWalk walk = new(fullPath, makesDirectories, passed);
        return end(walk);
    }

    private FilePlace? Place()
    {
        Spot end = End();
        if (end.Directory is not { } directory)
            return end.IsMissing ? null : throw new NotAFileException(path, FileKind.Directory);

        opened.Remove(directory);
        return new FilePlace(new HeldDirectory(Path.GetDirectoryName(end.Path)!, directory), end.Name, end.Status);
    }

    private HeldDirectory? Directory()
    {
        Spot end = End();
        if (end.IsMissing && (!makesDirectories || end.Directory is null))
            return null;

        SafeFileHandle entered = Enter(end.IsMissing ? Make(end) : end);
        opened.Remove(entered);
        return new HeldDirectory(end.Path, entered);
    }

    private Spot End()
    {
        Spot root = new("/", null, "", null, Kept(UnixCalls.OpenRoot()));
        Tell(root.Path, UnixCalls.StatusOf(root.Entered!));
        return Go(root, path, isGiven: true);
    }

    private Spot Go(in Spot start, string rest, bool isGiven)
    {
        Spot here = start;
        string[] names = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] == ".")
                continue;
            if (here.IsMissing && isGiven && makesDirectories)
                here = Make(here);
            if (here.IsMissing || (here.Status is { Kind: not FileKind.Directory } && !makesDirectories))
                return new Spot(Path.Join([here.Path, .. names[i..]]), null, names[^1], null, null); // there is no directory that it could be in

            SafeFileHandle directory = Enter(here);
            here = names[i] == ".." ? Above(here, directory) : Next(here, directory, names[i]);
        }

        return here;
    }

    private Spot Next(in Spot here, SafeFileHandle directory, string name)
    {
        UnixFileStatus? status = UnixCalls.StatusOf(directory, name);
        Spot next = new(Path.Join(here.Path, name), directory, name, status, null);
        if (status is not { } found)
            return next;

        Tell(next.Path, found);
        return found.Kind == FileKind.Link ? Follow(next, here) : next;
    }

    private Spot Above(in Spot here, SafeFileHandle directory)
    {
        SafeFileHandle above = Kept(UnixCalls.OpenToEnter(directory, "..") ?? throw Vanished(here.Path));
        return new Spot(Path.GetDirectoryName(here.Path) ?? here.Path, null, "", null, above);
    }

    private Spot Follow(in Spot link, in Spot directory)
    {
        if (++links > RealPath.MostLinks)
            throw RealPath.Circle(path);

        UnixFileStatus status = link.Status!.Value;
        UnixFileStatus around = UnixCalls.StatusOf(link.Directory!);
        uint user = UnixCalls.User;
        bool isShared = (around.Permissions & WritableByOthers) != UnixFileMode.None;
        if (!LinkTrust.MayBeFollowed(status.Owner, around.Owner, isShared, user))
            throw Foreign(link.Path, $"user {Number(status.Owner)} has put it into a directory where others may put things");

        // Of a link that has been exchanged meanwhile the owner is not known.
        if (UnixCalls.TargetOf(link.Directory!, link.Name) is not { } target || UnixCalls.StatusOf(link.Directory!, link.Name)?.File != status.File)
            throw Vanished(link.Path);

        Spot end = Go(Path.IsPathRooted(target) ? Root(directory) : directory, target, isGiven: false);
        if (end.IsMissing)
            throw new NotAFileException(link.Path, FileKind.Missing);

        UnixFileStatus there = end.Status ?? UnixCalls.StatusOf(end.Entered!);
        return LinkTrust.MayLeadTo(status.Owner, there.Owner, user)
            ? end
            : throw Foreign(link.Path, $"user {Number(status.Owner)} has made it, and {end.Path} at its end is user {Number(there.Owner)}'s");
    }

    private Spot Root(in Spot here) => here.Path == "/" ? here : new Spot("/", null, "", null, Kept(UnixCalls.OpenRoot()));

    private Spot Make(in Spot missing)
    {
        SafeFileHandle directory = missing.Directory ?? throw Vanished(missing.Path);
        bool isMade = UnixCalls.TryCreateDirectory(directory, missing.Name, isForOwner: true);
        SafeFileHandle made = Kept(UnixCalls.OpenToEnter(directory, missing.Name) ?? throw Vanished(missing.Path));
        if (isMade && UnixCalls.User == 0)
            UnixCalls.GiveTo(directory, missing.Name, UnixCalls.StatusOf(directory));

        return missing with { Status = UnixCalls.StatusOf(made), Entered = made };
    }

    private SafeFileHandle Enter(in Spot spot)
    {
        if (spot.Entered is { } entered)
            return entered;
        if (spot.Status is { Kind: not FileKind.Directory })
            throw new IOException($"{spot.Path} is not a directory.", NotADirectory);

        return Kept(UnixCalls.OpenToEnter(spot.Directory!, spot.Name) ?? throw Vanished(spot.Path));
    }

    private SafeFileHandle Kept(SafeFileHandle handle)
    {
        opened.Add(handle);
        return handle;
    }

    private void Tell(string where, in UnixFileStatus status) => passed?.Invoke(new PathStep(where, status));

    private static string Number(uint id) => string.Create(PlainNumbers.Format, $"{id}");

    private static ForeignLinkException Foreign(string link, string reason) => new(link, reason, "Remove the link, or put one of your own in its place");

    private static IOException Vanished(string path) => new($"{path} is being changed by another program.");

    /// <summary>What is at a point of the way.</summary>
    /// <param name="Path">Its absolute path, without links.</param>
    /// <param name="Directory">The directory in which it has its name; <see langword="null"/> for the root, and where there is none.</param>
    /// <param name="Name">Its name there.</param>
    /// <param name="Status">What it is.</param>
    /// <param name="Entered">The directory that it is, once it is open.</param>
    private readonly record struct Spot(string Path, SafeFileHandle? Directory, string Name, UnixFileStatus? Status, SafeFileHandle? Entered)
    {
        public bool IsMissing => Status is null && Entered is null;
    }
}
