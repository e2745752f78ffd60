using System.Text;

namespace Moltbot.Core.Files;

/// <summary>Commands of Windows that a person is told, as they can be pasted into PowerShell, and where no dollar sign is in the way into cmd.exe as well.</summary>
internal static class WindowsAdvice
{
    private const string LocalSystem = "S-1-5-18";
    private const string Administrators = "S-1-5-32-544";

    /// <summary>What to do about a mark that keeps a file from being replaced, as a sentence without its full stop.</summary>
    public static string OfReadOnly(string path) => $"It is marked as read-only. Take the mark away (attrib -R {Quote(path)})";

    /// <summary>
    /// Leaves something to its owner, SYSTEM and the administrators. Accounts are named by their identifiers: their names are
    /// different in other languages, and the variable with the user's own is written differently in each shell.
    /// </summary>
    /// <param name="path">The file or the directory.</param>
    /// <param name="isDirectory">Which of the two.</param>
    /// <param name="owner">The identifier of the account that it is left to.</param>
    /// <param name="removed">The identifiers of those who lose what they have been given there itself.</param>
    public static string Restrict(string path, bool isDirectory, string owner, params IEnumerable<string> removed)
    {
        string right = isDirectory ? "(OI)(CI)F" : "F";
        string admitted = string.Concat(new[] { owner, LocalSystem, Administrators }.Distinct(StringComparer.Ordinal).Select(account => $" \"*{account}:{right}\""));
        string others = string.Concat(removed.Distinct(StringComparer.Ordinal).Select(account => $" \"*{account}\""));
        return $"icacls {Quote(path)} /inheritance:r /grant:r{admitted}{(others.Length > 0 ? $" /remove:g{others}" : "")}";
    }

    /// <summary>Lets something have the rights of its directory again.</summary>
    public static string Reset(string path) => $"icacls {Quote(path)} /reset";

    /// <summary>Between double quotes, which both shells know, unless PowerShell would see more than text there.</summary>
    public static string Quote(string path)
    {
        if (path.AsSpan().IndexOfAny("$`\u201C\u201D\u201E") < 0)
            return $"\"{path}\"";

        StringBuilder quoted = new("'");
        foreach (char c in path)
            quoted.Append(c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? $"{c}{c}" : c.ToString());
        return quoted.Append('\'').ToString();
    }
}
