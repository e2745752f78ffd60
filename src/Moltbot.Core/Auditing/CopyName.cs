namespace Moltbot.Core.Auditing;

/// <summary>Recognises copies of a file by their names.</summary>
internal static class CopyName
{
    /// <summary>What is beside a file under a name like its own, and is no copy of it.</summary>
    private static readonly string[] Others = [".lock", ".example", ".sample", ".template"];

    /// <summary>
    /// Whether a name is that of a copy: <c>name.json.bak.1</c>, <c>name.json~</c>, <c>#name.json#</c>, <c>.name.json.swp</c>,
    /// <c>name (1).json</c>, <c>name-HOST.json</c>, <c>name copy.json</c>, <c>Copy of name.json</c>.
    /// </summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="other">The name of another file in its directory.</param>
    public static bool IsCopyOf(string name, string other)
    {
        if (other == name || Array.Exists(Others, ending => other.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            return false;

        string ending = Path.GetExtension(name);
        string stem = name[..^ending.Length] is { Length: > 0 } all ? all : name;
        int place = other.IndexOf(stem, StringComparison.Ordinal);
        if (place < 0 || IsWord(other, place - 1) || IsWord(other, place + stem.Length))
            return false;

        return other.Contains(name, StringComparison.Ordinal) || other.EndsWith(ending, StringComparison.Ordinal);
    }

    /// <summary>Letters that go on before or behind a name make another name of it.</summary>
    private static bool IsWord(string text, int place) => place >= 0 && place < text.Length && char.IsLetterOrDigit(text[place]);
}
