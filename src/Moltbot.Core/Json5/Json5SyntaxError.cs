using System.Globalization;
using System.Text;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Json5;

/// <summary>
/// Errors in the wording of the json5 library. They show one character of the text at most, because what surrounds it
/// may be a secret.
/// </summary>
internal static class Json5SyntaxError
{
    /// <summary>The character at the offset, or the end of the text, is not what the grammar allows there.</summary>
    public static MoltbotException Unexpected(string text, int offset) => offset == text.Length
        ? Create(text, offset, "invalid end of input")
        : Create(text, offset, $"invalid character '{Show(text, offset)}'");

    /// <summary>The escape at the offset stands for a character that names cannot have there.</summary>
    public static MoltbotException InvalidIdentifier(string text, int offset) =>
        Create(text, offset, "invalid identifier character");

    /// <summary>The bracket at the offset opens one level too many.</summary>
    public static MoltbotException TooDeep(string text, int offset, int limit) =>
        Create(text, offset, string.Create(CultureInfo.InvariantCulture, $"more than {limit} levels of nesting"));

    private static MoltbotException Create(string text, int offset, string problem)
    {
        (int line, int column) = Json5Position.Of(text, offset);
        string message = string.Create(CultureInfo.InvariantCulture, $"JSON5: {problem} at {line}:{column}");
        return new MoltbotException(ErrorCode.SyntaxError, message) { Line = line, Column = column };
    }

    private static string Show(string text, int offset) =>
        Rune.TryGetRuneAt(text, offset, out Rune character) ? Show(character) : Escape('u', "x4", text[offset]);

    private static string Show(Rune character) => character.Value switch
    {
        '\'' => @"\'",
        '"' => @"\""",
        '\\' => @"\\",
        '\b' => @"\b",
        '\f' => @"\f",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        '\v' => @"\v",
        '\0' => @"\0",
        '\u2028' or '\u2029' => Escape('u', "x4", character.Value),
        _ when Rune.IsControl(character) => Escape('x', "x2", character.Value),
        _ => character.ToString(),
    };

    private static string Escape(char letter, string format, int value) =>
        $@"\{letter}{value.ToString(format, CultureInfo.InvariantCulture)}";
}
