using System.Globalization;

namespace Moltbot.Core.Json5;

/// <summary>Which characters an identifier name is made of by ECMAScript 5.1 §7.6, which JSON5 refers to.</summary>
internal static class EcmaScriptIdentifier
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Whether a code point may stand in a name: as its first character, or after the first.</summary>
    public static bool Allows(int codePoint, bool isFirst) => isFirst ? IsStart(codePoint) : IsPart(codePoint);

    private static bool IsStart(int codePoint) => codePoint < 0x80
        ? char.IsAsciiLetter((char)codePoint) || codePoint is '$' or '_'
        : IsLetter(CharUnicodeInfo.GetUnicodeCategory(codePoint));

    private static bool IsPart(int codePoint) => codePoint < 0x80
        ? char.IsAsciiLetterOrDigit((char)codePoint) || codePoint is '$' or '_'
        : IsLetterOrMark(CharUnicodeInfo.GetUnicodeCategory(codePoint)) || codePoint is ZeroWidthNonJoiner or ZeroWidthJoiner;

    private static bool IsLetter(UnicodeCategory category) => category is
        UnicodeCategory.UppercaseLetter or
        UnicodeCategory.LowercaseLetter or
        UnicodeCategory.TitlecaseLetter or
        UnicodeCategory.ModifierLetter or
        UnicodeCategory.OtherLetter or
        UnicodeCategory.LetterNumber;

    private static bool IsLetterOrMark(UnicodeCategory category) => IsLetter(category) || category is
        UnicodeCategory.NonSpacingMark or
        UnicodeCategory.SpacingCombiningMark or
        UnicodeCategory.DecimalDigitNumber or
        UnicodeCategory.ConnectorPunctuation;
}
