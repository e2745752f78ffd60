using System.Management.Automation.Language;

namespace Moltbot.PowerShell.Completion;

/// <summary>The beginning of a word that the user has typed, with the quote it opens with if there is one.</summary>
/// <param name="Start">What is typed, without quotes.</param>
/// <param name="QuoteMark">The opening quote, or <see langword="null"/>.</param>
internal sealed record CompletionWord(string Start, char? QuoteMark)
{
    /// <summary>Reads what PowerShell says is to be completed.</summary>
    public static CompletionWord Parse(string? word)
    {
        if (word is not ['\'' or '"', ..])
            return new CompletionWord(word ?? "", QuoteMark: null);

        char mark = word[0];
        string rest = word[1..];
        return new CompletionWord(rest.EndsWith(mark) ? rest[..^1] : rest, mark);
    }

    /// <summary>Whether a name begins with the word, whatever the case.</summary>
    public bool Fits(string name) => name.StartsWith(Start, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name as an argument: quoted if the user began so or PowerShell would misread it.</summary>
    public string Quote(string name) => QuoteMark switch
    {
        '"' => $"\"{Escape(name)}\"",
        null when IsBareWord(name) => name,
        _ => $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'",
    };

    private static string Escape(string name) =>
        string.Concat(name.Select(c => c is '`' or '$' or '"' or '\u201C' or '\u201D' or '\u201E' ? $"`{c}" : c.ToString()));

    private static bool IsBareWord(string name) =>
        name.Length > 0 && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is ':' or '.' or '-' or '_' or '@' or '/' or '+');
}
