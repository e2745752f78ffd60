using System.Runtime.InteropServices;
using System.Text;

namespace Moltbot.Core.Json5;

/// <summary>A stretch of a document's text and what is to stand in its place.</summary>
/// <param name="Span">The stretch; one of length 0 is a place to insert at.</param>
/// <param name="Text">The new text.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Json5Splice(Json5Span Span, string Text)
{
    /// <summary>Puts a text between what is before an offset and what is behind it.</summary>
    public static Json5Splice Insert(int offset, string text) => new(new Json5Span(offset, 0), text);

    /// <summary>The text with some stretches replaced, which are given in the order of the text and do not overlap.</summary>
    public static string Apply(string text, params Json5Splice[] splices)
    {
        StringBuilder result = new(text.Length);
        int position = 0;
        foreach ((Json5Span span, string replacement) in splices)
        {
            result.Append(text, position, span.Start - position).Append(replacement);
            position = span.End;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }
}
