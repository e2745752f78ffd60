using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Moltbot.Core.Text;

/// <summary>
/// Text rules of ECMAScript where they differ from .NET's. The gateway is a JavaScript program, so what counts as
/// blank or as the same name in its files follows these rules.
/// </summary>
internal static class EcmaScriptText
{
    /// <summary>Removes what ECMAScript calls white space from both ends: U+FEFF and U+00A0 count, U+0085 does not.</summary>
    public static string Trim(string text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsWhiteSpace(text[start])) start++;
        while (end > start && IsWhiteSpace(text[end - 1])) end--;
        return start == 0 && end == text.Length ? text : text[start..end];
    }

    /// <summary>Whether nothing remains of the text after <see cref="Trim"/>.</summary>
    public static bool IsBlank([NotNullWhen(false)] string? text)
    {
        foreach (char c in text ?? "")
        {
            if (!IsWhiteSpace(c))
                return false;
        }

        return true;
    }

    /// <summary>Whether ECMAScript treats the character as white space or as a line terminator.</summary>
    public static bool IsWhiteSpace(char c) => c switch
    {
        '\t' or '\n' or '\v' or '\f' or '\r' or ' ' => true,
        '\u00A0' or '\u1680' or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF' => true,
        >= '\u2000' and <= '\u200A' => true,
        _ => false,
    };

    /// <summary>Whether a member's name is an array index, which ECMAScript enumerates before all other names.</summary>
    public static bool IsArrayIndex(string name) =>
        name.Length is > 0 and <= 10
        && char.IsAsciiDigit(name[0])
        && uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
        && index < uint.MaxValue
        && (name[0] != '0' || name.Length == 1);
}
