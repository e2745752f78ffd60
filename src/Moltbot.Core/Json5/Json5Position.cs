using System.Runtime.InteropServices;

namespace Moltbot.Core.Json5;

/// <summary>A place in a document as an editor shows it.</summary>
/// <param name="Line">The line, counted from 1. Lines end at LF, CR LF, CR, U+2028 and U+2029.</param>
/// <param name="Column">The column in UTF-16 units, counted from 1. A byte order mark counts as one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Json5Position(int Line, int Column)
{
    /// <summary>The place of an offset in a text. A line terminator belongs to the line that it ends.</summary>
    internal static Json5Position Of(string text, int offset)
    {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++)
        {
            if (!EndsLine(text, i))
                continue;

            line++;
            lineStart = i + 1;
        }

        return new Json5Position(line, offset - lineStart + 1);
    }

    private static bool EndsLine(string text, int offset) => text[offset] switch
    {
        '\n' or '\u2028' or '\u2029' => true,
        '\r' => offset + 1 == text.Length || text[offset + 1] != '\n',
        _ => false,
    };
}
