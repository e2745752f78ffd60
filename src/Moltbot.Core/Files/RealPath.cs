using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>
/// The path of a file without any link in it, as realpath(3) gives it. The gateway names its lock after this path, and
/// a file must be replaced there and not at a link to it (docs/gateway/credentials.md §7).
/// </summary>
internal static class RealPath
{
    /// <summary>How many links are followed before they count as a cycle, as on Linux.</summary>
    public const int MostLinks = 40;

    /// <summary>
    /// Resolves every link in the path. What does not exist is kept as it is written, so a link whose target is missing
    /// gives the path at which the target would be created.
    /// </summary>
    /// <exception cref="MoltbotException">The links lead in a circle (<see cref="ErrorCode.WriteFailed"/>).</exception>
    public static string Resolve(string path) => Resolve(path, passed: null);

    /// <summary>The same, where each link on the way has to be one that may be followed (<see cref="LinkTrust"/>).</summary>
    /// <exception cref="MoltbotException">As <see cref="Resolve(string)"/>.</exception>
    /// <exception cref="UnusableFileException">A link is not followed.</exception>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static string ResolveTrusted(string path)
    {
        if (OperatingSystem.IsWindows())
            return Resolve(path, WindowsLinks.Require);

        using FilePlace? place = PathWalk.ToPlace(Path.GetFullPath(path), makesDirectories: false);
        return place?.Path ?? Resolve(path);
    }

    private static string Resolve(string path, Action<string>? passed)
    {
        string fullPath = Path.GetFullPath(path);
        return Resolve(fullPath[RootOf(fullPath).Length..], RootOf(fullPath), passed);
    }

    /// <summary>Resolves every link behind a directory.</summary>
    /// <param name="path">What is behind the directory.</param>
    /// <param name="directory">The directory, without any link.</param>
    /// <exception cref="MoltbotException">As <see cref="Resolve(string)"/>.</exception>
    public static string Resolve(string path, string directory) => Resolve(path, directory, passed: null);

    private static string Resolve(string path, string directory, Action<string>? passed)
    {
        string resolved = directory;
        Stack<string> rest = new();
        PushComponents(rest, path);

        int links = 0;
        while (rest.TryPop(out string? component))
        {
            if (component is ".")
                continue;

            if (component is "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }

            string next = Path.Join(resolved, component);
            string? target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                resolved = next;
                continue;
            }

            if (++links > MostLinks)
                throw Circle(Path.Join(directory, path));

            passed?.Invoke(next);

            if (Path.IsPathRooted(target))
                resolved = RootOf(Path.GetFullPath(target, resolved));
            PushComponents(rest, target[RootOf(target).Length..]);
        }

        return resolved;
    }

    /// <summary>
    /// Whether there is something at the end of the path's links, as the gateway tests it. The base library says of a
    /// link that leads nowhere that it exists.
    /// </summary>
    public static bool Exists(string path)
    {
        if (!Path.Exists(path))
            return false;
        if (new FileInfo(path).LinkTarget is null)
            return true;

        try
        {
            return Path.Exists(Resolve(path));
        }
        catch (MoltbotException)
        {
            return false; // links in a circle
        }
    }

    private static string RootOf(string fullPath) => Path.GetPathRoot(fullPath)!;

    private static void PushComponents(Stack<string> rest, string path)
    {
        string[] components = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (int index = components.Length - 1; index >= 0; index--)
            rest.Push(components[index]);
    }

    /// <summary>The error about links that lead to themselves.</summary>
    public static MoltbotException Circle(string path) =>
        new(ErrorCode.WriteFailed, $"'{path}' leads through links in a circle, so there is no file behind it. Remove or correct the link, then try again.")
        {
            Path = path,
        };
}
