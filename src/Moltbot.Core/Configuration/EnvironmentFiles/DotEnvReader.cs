using System.Text;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>
/// Reads the text of a <c>.env</c> file by the grammar of dotenv 17 (docs/gateway/config.md §6), oddities included: the gateway
/// reads the same file, so a line must not mean something else here.
/// </summary>
internal sealed class DotEnvReader
{
    private const string Export = "export";
    private readonly string text;
    private readonly List<DotEnvAssignment> assignments = [];

    private DotEnvReader(string text) => this.text = NormalizeLineEnds(text);

    /// <summary>The variables of a file by name. Of two with the same name the last counts.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DotEnvAssignment assignment in ReadAssignments(text))
            variables[assignment.Name] = assignment.Value;

        return variables;
    }

    /// <summary>The assignments of a file in their order, with their places in the text with normal line ends.</summary>
    public static IReadOnlyList<DotEnvAssignment> ReadAssignments(string text)
    {
        DotEnvReader reader = new(text);
        reader.ReadLines();
        return reader.assignments;
    }

    /// <summary>The text as it is read: every line end is a line feed.</summary>
    public static string NormalizeLineEnds(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private void ReadLines()
    {
        for (int line = 0; line < text.Length;)
        {
            int start = SkipWhiteSpace(line);
            int end = ReadAssignment(start);
            line = LineStartFrom(end < 0 ? start + 1 : end);
        }
    }

    /// <summary>Reads <c>export NAME=value</c> or <c>NAME=value</c> and returns its end, or -1 when there is none.</summary>
    private int ReadAssignment(int start)
    {
        if (string.CompareOrdinal(text, start, Export, 0, Export.Length) == 0)
        {
            int name = SkipWhiteSpace(start + Export.Length);
            int end = name > start + Export.Length ? ReadNameAndValue(name) : -1;
            if (end >= 0)
                return end;
        }

        return ReadNameAndValue(start);
    }

    private int ReadNameAndValue(int start)
    {
        int nameEnd = start;
        while (nameEnd < text.Length && IsNameCharacter(text[nameEnd]))
            nameEnd++;

        int value = nameEnd == start ? -1 : SkipSeparator(nameEnd);
        return value < 0 ? -1 : ReadValue(start, nameEnd, value);
    }

    /// <summary>The place behind <c>=</c>, which may have white space before it, or behind a colon and one white space.</summary>
    private int SkipSeparator(int position)
    {
        int equals = SkipWhiteSpace(position);
        if (At(equals) == '=')
            return equals + 1;

        return At(position) == ':' && position + 1 < text.Length && EcmaScriptText.IsWhiteSpace(text[position + 1]) ? position + 2 : -1;
    }

    private int ReadValue(int nameStart, int nameEnd, int start)
    {
        int end = FindEndOfQuoted(SkipWhiteSpace(start));
        if (end < 0)
            end = FindEndOfPlain(start);

        string written = EcmaScriptText.Trim(text[start..end]);
        int writtenStart = written.Length == 0 ? start : text.IndexOf(written, start, StringComparison.Ordinal);
        string name = text[nameStart..nameEnd];
        if (name != EcmaScriptText.Prototype)
            assignments.Add(new DotEnvAssignment(name, Unquote(written), nameStart, writtenStart, written.Length));

        return FindEndOfLine(end);
    }

    private int FindEndOfPlain(int start)
    {
        int length = text.AsSpan(start).IndexOfAny('#', '\n');
        return length < 0 ? text.Length : start + length;
    }

    /// <summary>
    /// The place behind the closing quote, or -1 when nothing quoted starts here or other text follows it on the line.
    /// Where the first quote that is not escaped does not close the value, an escaped one may.
    /// </summary>
    private int FindEndOfQuoted(int open)
    {
        char quote = At(open);
        if (quote is not ('"' or '\'' or '`'))
            return -1;

        Stack<int> candidates = FindClosingQuotes(open + 1, quote);
        while (candidates.TryPop(out int close))
        {
            if (FindEndOfLine(close + 1) >= 0)
                return close + 1;
        }

        return -1;
    }

    private Stack<int> FindClosingQuotes(int position, char quote)
    {
        Stack<int> candidates = new();
        for (; position < text.Length; position++)
        {
            if (text[position] == quote)
            {
                candidates.Push(position);
                break;
            }

            if (text[position] == '\\' && At(position + 1) == quote)
                candidates.Push(++position);
        }

        return candidates;
    }

    /// <summary>The end of a line on which nothing but a comment follows, -1 otherwise. Blank lines and a comment below belong to it.</summary>
    private int FindEndOfLine(int position)
    {
        int next = SkipWhiteSpace(position);
        if (next == text.Length)
            return next;
        if (text[next] == '#')
            return FindLineTerminator(next);

        while (--next >= position)
        {
            if (IsLineTerminator(text[next]))
                return next;
        }

        return -1;
    }

    private int FindLineTerminator(int position)
    {
        while (position < text.Length && !IsLineTerminator(text[position]))
            position++;

        return position;
    }

    private int LineStartFrom(int position)
    {
        while (position < text.Length && !IsLineStart(text, position))
            position++;

        return position;
    }

    private int SkipWhiteSpace(int position)
    {
        while (position < text.Length && EcmaScriptText.IsWhiteSpace(text[position]))
            position++;

        return position;
    }

    private char At(int position) => position < text.Length ? text[position] : '\0';

    private static string Unquote(string value)
    {
        string inner = WithoutQuotes(value);
        return value.StartsWith('"')
            ? inner.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)
            : inner;
    }

    /// <summary>Takes away the quotes around the value; also around each of several lines, should U+2028 have made them.</summary>
    private static string WithoutQuotes(string value)
    {
        StringBuilder? unquoted = null;
        int copied = 0;
        for (int i = 0; i < value.Length; i++)
        {
            int close = IsLineStart(value, i) ? FindOuterQuote(value, i) : -1;
            if (close < 0)
                continue;

            unquoted = (unquoted ?? new StringBuilder(value.Length)).Append(value, copied, i - copied).Append(value, i + 1, close - i - 1);
            copied = close + 1;
            i = close;
        }

        return unquoted is null ? value : unquoted.Append(value, copied, value.Length - copied).ToString();
    }

    private static int FindOuterQuote(string value, int open)
    {
        if (value[open] is not ('"' or '\'' or '`'))
            return -1;

        for (int close = value.Length - 1; close > open; close--)
        {
            if (value[close] == value[open] && (close + 1 == value.Length || IsLineTerminator(value[close + 1])))
                return close;
        }

        return -1;
    }

    private static bool IsLineStart(string text, int position) => position == 0 || IsLineTerminator(text[position - 1]);

    private static bool IsLineTerminator(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
