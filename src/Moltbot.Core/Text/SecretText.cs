using System.Text.RegularExpressions;

namespace Moltbot.Core.Text;

/// <summary>
/// Judges texts in the place of secrets: what was copied along with one and can be taken away without a doubt, and what
/// cannot be a secret at all.
/// </summary>
/// <remarks>
/// Each status judges every secret, and nearly all of them are beyond doubt: what a pattern begins with is looked for first, so
/// that a short run need not compile the patterns.
/// </remarks>
internal static partial class SecretText
{
    /// <summary>More than the servers of providers take as a header, in UTF-16 units.</summary>
    private const int LongestSecret = 1 << 16;

    private const int ShortestVariable = 3;
    private const int Patience = 1000;

    /// <summary>What ends and begins quotations in languages and programs for writing.</summary>
    private static readonly string[] Quotes = ["\"\"", "''", "``", "\u201C\u201D", "\u201E\u201C", "\u201D\u201D", "\u2018\u2019", "\u00AB\u00BB"];

    /// <summary>What programs show in the place of a secret, or write where one is to be entered.</summary>
    private static readonly string[] StandIns =
        ["__OPENCLAW_REDACTED__", "__MOLTBOT_REDACTED__", "[REDACTED]", "REDACTED", "CHANGEME", "CHANGE_ME", "REPLACE_ME", "REPLACEME", "PLACEHOLDER", "TODO", "NULL", "UNDEFINED"];

    /// <summary>
    /// A secret without what was copied along with it: white space and invisible characters around it, quotes, a comma or
    /// a semicolon behind it, <c>Bearer</c>, and the assignment it stood in, of a shell, PowerShell, <c>setx</c>, JSON or YAML.
    /// </summary>
    public static string Heal(string pasted)
    {
        string text = Strip(pasted);
        for (string before = ""; before != text;)
        {
            before = text;
            text = Strip(WithoutQuotes(WithoutEnd(WithoutStart(text))));
        }

        return text;
    }

    /// <summary>Why a text cannot be a secret, as a sentence without the text; <see langword="null"/> when it can.</summary>
    /// <param name="text">The text, healed.</param>
    /// <param name="noun">What it should be, as "key".</param>
    public static string? Problem(string text, string noun)
    {
        if (text is ['$' or '%', ..] && Reference().IsMatch(text))
            return $"This is the name of a variable, not the {noun} in it. Give its value.";
        if (IsStandIn(text))
            return $"This stands where a {noun} was hidden or is to be entered, and is none itself. Copy the {noun} from where it is shown whole.";
        if (BeginsWithAny(text, "claude ", "moltbot ", "openclaw "))
            return $"This is a command, not a {noun}. Run it, and give what it prints.";
        if (BeginsWithAny(text, "set", "export", "$env:") && Assignment().IsMatch(text))
            return $"There is more here than the {noun}. Give the {noun} alone.";

        int place = PlaceOf(text, c => c is ' ' or '\t' or '\u00A0' or '\u2007' or '\u202F');
        return place >= 0 ? $"There is a blank at character {place + 1}, and no {noun} has one. Give one {noun}, without anything around it." : null;
    }

    /// <summary>Whether a text cannot be a secret; an empty one is none either, but says so itself.</summary>
    public static bool IsImpossible(string text) => text.Length > LongestSecret || (text.Length > 0 && (Heal(text) is var healed) && (healed != Strip(text) || Problem(healed, "") is not null));

    /// <summary>Without white space and characters that nobody sees, at both ends and, where they have no width, everywhere.</summary>
    private static string Strip(string text)
    {
        string visible = PlaceOf(text, IsInvisible) < 0 ? text : string.Concat(text.Where(c => !IsInvisible(c)));
        return EcmaScriptText.Trim(visible);
    }

    private static string WithoutStart(string text)
    {
        // Behind each of these beginnings stands one of these.
        if (PlaceOf(text, c => c is ':' or '=' || char.IsWhiteSpace(c)) >= 0 && Start().Match(text) is { Success: true } start)
            return text[start.Length..];

        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string value = EcmaScriptText.Trim(text[(equals + 1)..]);
        return equals >= 0 && value.TrimStart('=').Length > 0 && IsVariable(EcmaScriptText.Trim(text[..equals])) ? value : text;
    }

    /// <summary>Behind JSON and commands of a shell; a key itself never ends so.</summary>
    private static string WithoutEnd(string text) => text is [.., ',' or ';'] ? text[..^1] : text;

    private static string WithoutQuotes(string text) =>
        text.Length >= 2 && Array.Exists(Quotes, quote => text[0] == quote[0] && text[^1] == quote[1]) ? text[1..^1] : text;

    private static bool IsVariable(string name) =>
        name.Length >= ShortestVariable && char.IsAsciiLetterUpper(name[0]) && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static bool IsStandIn(string text) =>
        Array.Exists(StandIns, standIn => text.Equals(standIn, StringComparison.OrdinalIgnoreCase))
        || text is ['<', .., '>'] or ['[', .., ']'] or ['{', .., '}']
        || text.Contains("...", StringComparison.Ordinal)
        || text.Contains('\u2026', StringComparison.Ordinal)
        || text.Contains("***", StringComparison.Ordinal)
        || IsOneCharacter(text)
        || (MayBePlaceholder(text) && Placeholder().IsMatch(text));

    /// <summary>Whether one may begin here, or behind the prefix of a key.</summary>
    private static bool MayBePlaceholder(string text) => text.Length > 0 && (BeginsPlaceholder(text[0]) || (text.Length > 3 && text[2] == '-' && BeginsPlaceholder(text[3])));

    private static bool BeginsPlaceholder(char c) => !char.IsAscii(c) || char.ToLowerInvariant(c) is 'y' or 'm' or 't' or 'i' or 'p' or 'x';

    private static bool IsInvisible(char c) => c is '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' or '\u00AD';

    private static bool BeginsWithAny(string text, params string[] beginnings) => Array.Exists(beginnings, beginning => text.StartsWith(beginning, StringComparison.Ordinal));

    private static int PlaceOf(string text, Predicate<char> isMeant)
    {
        for (int place = 0; place < text.Length; place++)
        {
            if (isMeant(text[place]))
                return place;
        }

        return -1;
    }

    private static bool IsOneCharacter(string text) => text.Length >= 3 && text.Trim(text[0]).Length == 0;

    /// <summary>The beginnings of assignments and headers, each up to the value.</summary>
    [GeneratedRegex("""^(?:(?:Authorization|x-api-key)\s*:\s*)?(?:Bearer|Token)\s+|^x-api-key\s*:\s*|^(?:export|set)\s+\w+\s*=\s*|^setx\s+(?:/m\s+)?\w+\s+|^\$env:\w+\s*=\s*|^"[\w.-]+"\s*:\s*|^[A-Z][A-Z0-9_]{2,}\s*:\s+""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Start();

    /// <summary>The value of a variable, by the name: <c>$NAME</c>, <c>${NAME}</c>, <c>$env:NAME</c>, <c>%NAME%</c>.</summary>
    [GeneratedRegex("""^(?:\$\{?(?:env:)?[A-Za-z_]\w*\}?|%[A-Za-z_]\w*%)$""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Reference();

    /// <summary>An assignment that is left: of something else, or of nothing.</summary>
    [GeneratedRegex("""^(?:export|setx|set)\s|^\$env:""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Assignment();

    /// <summary>What documents write for a key.</summary>
    [GeneratedRegex("""^(?:sk-)?(?:your|my|the|insert|paste)[-_ ].*(?:key|token|secret)(?:[-_ ]here)?$|^(?:sk-)?x{4,}[x-]*$""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Placeholder();
}
