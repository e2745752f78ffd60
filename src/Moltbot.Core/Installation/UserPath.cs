using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Installation;

/// <summary>Paths as a user writes them (docs/gateway/config.md §1.1).</summary>
public static class UserPath
{
    /// <summary>
    /// The absolute path that a text stands for: trimmed, a leading <c>~</c> replaced by the home directory, resolved
    /// against the working directory, without a separator at its end. A blank text stays empty; <c>~name</c> is an ordinary
    /// file name.
    /// </summary>
    public static string Expand(string text, ProcessEnvironment environment)
    {
        string path = EcmaScriptText.Trim(text);
        if (path.Length == 0)
            return "";

        string full = Path.GetFullPath(StartsWithHome(path) ? environment.HomeDirectory + path[1..] : path, environment.WorkingDirectory);
        return Path.TrimEndingDirectorySeparator(RequireText(full));
    }

    /// <summary>
    /// Makes sure that a path is the one that was given. What is no UTF-8 in an argument, in a variable or in the working directory
    /// comes with U+FFFD in it, which names another directory.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    internal static string RequireText(string path) => path.Contains('\uFFFD', StringComparison.Ordinal)
        ? throw new MoltbotException(ErrorCode.InvalidArgument, $"The path {path} has bytes that are not UTF-8 where U+FFFD stands, so it is not known which one is meant. Rename what is called so, or reach it by a link, and name that.") { Path = path }
        : path;

    /// <summary>Whether the path starts at the home directory: <c>~</c> alone or before a slash or a backslash.</summary>
    internal static bool StartsWithHome(string path) => path is "~" || (path.Length > 1 && path[0] == '~' && path[1] is '/' or '\\');

    /// <summary>A path for people to read: <c>~</c> in place of the home directory.</summary>
    public static string Shorten(string path, ProcessEnvironment environment)
    {
        string home = environment.HomeDirectory;
        return home.Length == 0 || environment.Paths.Behind(path, home) is not { } rest ? path :
            rest.Length == 0 ? "~" :
            $"~{path[^(rest.Length + 1)]}{rest}";
    }
}
