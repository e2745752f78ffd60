using System.Text;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>A wish for a model in a chat message: <c>/model opus@anthropic:work</c> (docs/gateway/sessions.md §3).</summary>
/// <param name="Cleaned">The message without it, with single blanks.</param>
/// <param name="IsPresent">Whether there is one.</param>
/// <param name="Model">What stands before the first <c>@</c>, which may be nothing; <see langword="null"/> when no argument is given.</param>
/// <param name="Profile">What stands behind it, or <see langword="null"/>.</param>
internal sealed record ModelDirective(string Cleaned, bool IsPresent, string? Model = null, string? Profile = null)
{
    private const string Command = "model";

    /// <summary>Finds the first one in a message.</summary>
    /// <param name="text">The message.</param>
    /// <param name="aliases">Words that are commands of their own, as <c>/opus</c>; looked for where there is no <c>/model</c>.</param>
    public static ModelDirective Extract(string text, IEnumerable<string>? aliases = null)
    {
        string[] names = [.. (aliases ?? []).Select(EcmaScriptText.Trim).Where(alias => alias.Length > 0)];
        if ((FindCommand(text) ?? FindAlias(text, names)) is not { } found)
            return new ModelDirective(EcmaScriptText.Trim(text), IsPresent: false);

        string? argument = found.Argument;
        int at = argument?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        return new ModelDirective(
            Collapse(Without(text, found.Text)),
            IsPresent: true,
            at < 0 ? argument : argument![..at],
            at >= 0 && at + 1 < argument!.Length ? argument[(at + 1)..] : null);
    }

    private static Found? FindCommand(string text)
    {
        foreach (int slash in WordStarts(text))
        {
            if (!IsWordAt(text, slash + 1, Command))
                continue;

            int argument = BehindColon(text, slash + 1 + Command.Length);
            int end = EndOfArgument(text, argument);
            return new Found(text[StartOf(slash)..end], end > argument ? text[argument..end] : null);
        }

        return null;
    }

    private static Found? FindAlias(string text, string[] aliases)
    {
        foreach (int slash in WordStarts(text))
        {
            if (Array.Find(aliases, alias => IsWordAt(text, slash + 1, alias)) is not { } alias)
                continue;

            int end = slash + 1 + alias.Length;
            int colon = SkipWhiteSpace(text, end);
            int stop = colon < text.Length && text[colon] == ':' ? SkipWhiteSpace(text, colon + 1) : end;
            return new Found(text[StartOf(slash)..stop], text[(slash + 1)..end]);
        }

        return null;
    }

    /// <summary>The slashes at the start of the text or behind white space.</summary>
    private static IEnumerable<int> WordStarts(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] == '/' && (index == 0 || EcmaScriptText.IsWhiteSpace(text[index - 1])))
                yield return index;
        }
    }

    /// <summary>The white space before the slash goes with it.</summary>
    private static int StartOf(int slash) => Math.Max(0, slash - 1);

    private static bool IsWordAt(string text, int start, string word)
    {
        int end = start + word.Length;
        return end <= text.Length
            && text.AsSpan(start, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
            && (end == text.Length || text[end] == ':' || EcmaScriptText.IsWhiteSpace(text[end]));
    }

    private static int BehindColon(string text, int index)
    {
        int colon = SkipWhiteSpace(text, index);
        return colon < text.Length && text[colon] == ':' ? SkipWhiteSpace(text, colon + 1) : colon;
    }

    private static int SkipWhiteSpace(string text, int index)
    {
        while (index < text.Length && EcmaScriptText.IsWhiteSpace(text[index])) index++;
        return index;
    }

    /// <summary>Segments with single slashes between them.</summary>
    private static int EndOfArgument(string text, int start)
    {
        int end = EndOfSegment(text, start);
        while (end > start && end < text.Length && text[end] == '/' && EndOfSegment(text, end + 1) is int next && next > end + 1)
            end = next;

        return end;
    }

    private static int EndOfSegment(string text, int start)
    {
        int end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.' or ':' or '@' or '-')) end++;
        return end;
    }

    /// <summary>The gateway removes the first place with this text, even where that is the start of another word.</summary>
    private static string Without(string text, string found)
    {
        int start = text.IndexOf(found, StringComparison.Ordinal);
        return $"{text[..start]} {text[(start + found.Length)..]}";
    }

    private static string Collapse(string text)
    {
        StringBuilder collapsed = new(text.Length);
        foreach (char c in EcmaScriptText.Trim(text))
        {
            if (!EcmaScriptText.IsWhiteSpace(c))
                collapsed.Append(c);
            else if (collapsed[^1] != ' ')
                collapsed.Append(' ');
        }

        return collapsed.ToString();
    }

    /// <summary>A directive as it stands in the text.</summary>
    private sealed record Found(string Text, string? Argument);
}
