using System.Globalization;
using System.Text;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>Text that leaves the machine: no secret in it, and no character that could not be seen.</summary>
internal static class VisibleText
{
    /// <summary>The text as it may be sent.</summary>
    public static string Of(string text)
    {
        StringBuilder shown = new(text.Length);
        foreach (Rune rune in Redaction.HideInMessage(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            else
                shown.Append(rune.ToString());
        }

        return shown.ToString();
    }
}
