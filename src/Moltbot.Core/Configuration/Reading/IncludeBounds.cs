using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>
/// Where the files may lie that a configuration of today's includes: in its own directory, or where the environment allows it
/// (docs/gateway/later.md §6). A path counts as it is written and without its links.
/// </summary>
internal sealed class IncludeBounds
{
    private readonly string directory;
    private readonly string[] roots;
    private readonly PathComparison paths;

    private IncludeBounds(string directory, string[] roots, PathComparison paths)
    {
        this.directory = directory;
        this.roots = roots;
        this.paths = paths;
    }

    /// <summary>The bounds of a configuration.</summary>
    /// <param name="configPath">The absolute path of the main file.</param>
    /// <param name="environment">The environment.</param>
    public static IncludeBounds Of(string configPath, ProcessEnvironment environment) => new(
        Path.GetDirectoryName(configPath)!,
        [.. (environment.GetNonBlank("OPENCLAW_INCLUDE_ROOTS") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(root => UserPath.Expand(root, environment))],
        environment.Paths);

    /// <summary>Why a file may not be included, in the gateway's words; <see langword="null"/> when it may.</summary>
    /// <param name="name">Its name as it is written.</param>
    /// <param name="path">Its absolute path.</param>
    public string? RefusalOf(string name, string path)
    {
        string[] allowed = [directory, .. roots];
        if (!Array.Exists(allowed, root => paths.IsIn(path, root)))
            return $"Include path escapes config directory: {name} (root: {directory})";

        return Array.Exists(allowed, root => paths.IsIn(Real(path), Real(root))) ? null : $"Include path resolves outside config directory (symlink): {name} (root: {directory})";
    }

    /// <summary>Whether a file lies in the configuration's own directory; the gateway changes no others.</summary>
    public bool IsOwn(string path) => paths.IsIn(Real(path), Real(directory));

    private static string Real(string path)
    {
        try
        {
            return RealPath.Resolve(path);
        }
        catch (MoltbotException)
        {
            return path; // links in a circle, which nobody can open
        }
    }
}
