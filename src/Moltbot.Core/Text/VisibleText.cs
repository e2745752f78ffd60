using System.Globalization;
using System.Text;

namespace Moltbot.Core.Text;

/// <summary>
/// Text that is not ours, or holds such, as it may be shown: without secrets, and with <c>\u001b</c> in the place of every
/// character that would steer a terminal, end a line or change the direction of what stands around it. Nothing else makes
/// text visible, and every way out passes it; JSON for programs is escaped by its writer.
/// </summary>
public static class VisibleText
{
    /// <summary>The text as it may be shown.</summary>
    public static string Of(string text) => Escape(Redaction.HideSecrets(text));

    /// <summary>A sentence of ours that repeats what others wrote, as it may be shown: what is assigned there is hidden as well.</summary>
    public static string OfSentence(string sentence) => Escape(Redaction.HideInMessage(sentence));

    /// <summary>Whether a text is shown as it is.</summary>
    public static bool IsVisible(string text) => Of(text) == text;

    private static string Escape(string text)
    {
        StringBuilder? shown = null;
        int copied = 0;
        for (int index = 0; index < text.Length;)
        {
            int length = LengthAt(text, index, out bool isVisible);
            if (!isVisible)
            {
                (shown ??= new StringBuilder(text.Length + 16)).Append(text, copied, index - copied);
                copied = index + length;
                for (int unit = index; unit < copied; unit++)
                    shown.Append("\\u").Append(((int)text[unit]).ToString("x4", PlainNumbers.Format));
            }

            index += length;
        }

        return shown is null ? text : shown.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>How many units the character at an index has, and whether it can be seen.</summary>
    private static int LengthAt(string text, int index, out bool isVisible)
    {
        char first = text[index];
        if (first is >= ' ' and <= '~')
        {
            isVisible = true;
            return 1;
        }

        bool isWhole = Rune.TryGetRuneAt(text, index, out Rune rune);
        isVisible = isWhole && IsVisible(rune);
        return isWhole ? rune.Utf16SequenceLength : 1;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !IsNoCharacter(rune.Value);

    /// <summary>What Unicode leaves to programs for marks of their own, as ours does.</summary>
    private static bool IsNoCharacter(int value) => value is >= 0xFDD0 and <= 0xFDEF || (value & 0xFFFE) == 0xFFFE;
}
