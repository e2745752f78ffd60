using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Moltbot.Core.Text;

/// <summary>
/// Text rules of ECMAScript where they differ from .NET's. The gateway is a JavaScript program, so what counts as
/// blank or as the same name in its files follows these rules.
/// </summary>
internal static class EcmaScriptText
{
    /// <summary>
    /// The name of a member that the gateway loses: where it puts an object together member by member, assigning this one
    /// sets the object's prototype.
    /// </summary>
    public const string Prototype = "__proto__";

    private const char DottedCapitalI = '\u0130';
    private const string DottedI = "i\u0307";
    private const char CapitalSigma = '\u03A3';
    private const char Sigma = '\u03C3';
    private const char FinalSigma = '\u03C2';

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

    /// <summary>
    /// The text in lower case, by the rules that depend on no language: as <see cref="string.ToLowerInvariant"/>, but a
    /// capital I with a dot keeps its dot, and a capital sigma that ends a word becomes the letter for that place.
    /// </summary>
    public static string ToLower(string text)
    {
        if (Ascii.IsValid(text))
            return ToLowerAscii(text);

        return text.AsSpan().IndexOfAny(DottedCapitalI, CapitalSigma) < 0 ? text.ToLowerInvariant() : ToLowerByPlace(text);
    }

    /// <summary>The base library loads the rules of all languages before it looks whether any is needed: a quarter of a short run.</summary>
    private static string ToLowerAscii(string text) => text.AsSpan().IndexOfAnyInRange('A', 'Z') < 0 ? text : string.Create(text.Length, text, static (lower, text) =>
    {
        for (int i = 0; i < lower.Length; i++)
            lower[i] = char.IsAsciiLetterUpper(text[i]) ? (char)(text[i] | 0x20) : text[i];
    });

    /// <summary>Whether a member's name is an array index, which ECMAScript enumerates before all other names.</summary>
    public static bool IsArrayIndex(string name) =>
        name.Length is > 0 and <= 10
        && char.IsAsciiDigit(name[0])
        && uint.TryParse(name, NumberStyles.None, PlainNumbers.Format, out uint index)
        && index < uint.MaxValue
        && (name[0] != '0' || name.Length == 1);

    private static string ToLowerByPlace(string text)
    {
        StringBuilder lower = new(text.ToLowerInvariant());
        for (int index = text.Length - 1; index >= 0; index--)
        {
            if (text[index] == CapitalSigma)
                lower[index] = EndsWord(text, index) ? FinalSigma : Sigma;
            else if (text[index] == DottedCapitalI)
                lower.Remove(index, 1).Insert(index, DottedI);
        }

        return lower.ToString();
    }

    /// <summary>Whether a letter stands before the place and none behind it, seen past marks and the like.</summary>
    private static bool EndsWord(string text, int index) =>
        text[..index].Reverse().SkipWhile(IsCaseIgnorable).Take(1).Any(IsCased) && !text.Skip(index + 1).SkipWhile(IsCaseIgnorable).Take(1).Any(IsCased);

    private static bool IsCased(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsCaseIgnorable(char c) => CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol => true,
        _ => c is '\'' or '.' or ':' or '\u00B7' or '\u2018' or '\u2019' or '\u2024' or '\u2027',
    };
}
