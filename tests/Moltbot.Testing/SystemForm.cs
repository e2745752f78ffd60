using System.Text.RegularExpressions;

namespace Moltbot.Testing;

/// <summary>Paths as this system writes them. Tests and recordings hold them with forward slashes.</summary>
public static partial class SystemForm
{
    /// <summary>A path that is given with forward slashes.</summary>
    public static string OfPath(string path) => path.Replace('/', Path.DirectorySeparatorChar);

    /// <summary>A text that is shown, with its paths below <c>~</c> in the form of this system.</summary>
    public static string OfText(string text) => BelowHome().Replace(text, path => OfPath(path.Value));

    /// <summary>The same path with forward slashes.</summary>
    public static string WithSlashes(string path) => path.Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Puts "$HOME" in place of a directory, however it is written, and forward slashes behind that and <c>~</c>.</summary>
    internal static string Collapse(string text, string home)
    {
        if (!OperatingSystem.IsWindows())
            return text.Replace(home, "$HOME", StringComparison.Ordinal);

        string collapsed = text
            .Replace(home.Replace(@"\", @"\\", StringComparison.Ordinal), "$HOME", StringComparison.Ordinal)
            .Replace(home, "$HOME", StringComparison.Ordinal)
            .Replace(WithSlashes(home), "$HOME", StringComparison.Ordinal);
        return OfWindows().Replace(collapsed, path => Separators().Replace(path.Value, "/"));
    }

    [GeneratedRegex("""(?<![\w$./\\])~/[^\s"',;)]*""")]
    private static partial Regex BelowHome();

    [GeneratedRegex("""(\$HOME|(?<![\w$./\\])~)\\[^\s"',;:)]*""")]
    private static partial Regex OfWindows();

    [GeneratedRegex(@"\\+")]
    private static partial Regex Separators();
}
