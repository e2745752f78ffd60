using System.Text.RegularExpressions;

namespace Moltbot.Core.Text;

/// <summary>
/// What secrets look like in a text (docs/gateway/errors.md §8). The secret is the last group that is not empty, or else the
/// whole match. Each pattern is made where it is first used.
/// </summary>
/// <remarks>Others write the texts, so every match has an end: <see cref="RegexMatchTimeoutException"/>.</remarks>
internal static partial class SecretPattern
{
    private const RegexOptions AnyCase = RegexOptions.ECMAScript | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const RegexOptions ExactCase = RegexOptions.ECMAScript | RegexOptions.CultureInvariant;

    /// <summary>The longest time that one pattern may look at one text, in milliseconds.</summary>
    private const int LongestMatch = 5_000;

    // What ECMAScript calls white space; here \s is that of ASCII alone.
    private const string Spaces = @"\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
    private const string Gap = $"[{Spaces}]*";
    private const string Blanks = $"[{Spaces}]+";
    private const string Word = $"""[^{Spaces}"'\\]+""";
    private const string Argument = $"""[^{Spaces}"']+""";
    private const string Names = "access[_-]?token|refresh[_-]?token|token|password|secret|api[_-]?key";

    /// <summary>The gateway's own patterns for tool details and logs, in its order.</summary>
    private static IReadOnlyList<Regex> OfLogs => [Assignment(), Member(), CommandOption(), AuthorizationHeader(), LongBearer(), .. Tokens];

    /// <summary>Those of them that tell a secret by how it looks.</summary>
    private static IReadOnlyList<Regex> Tokens =>
    [
        PrivateKey(), OpenAIKey(), GitHubToken(), GitHubFineToken(),
        SlackToken(), SlackAppToken(), GroqKey(), GoogleKey(), PerplexityKey(), NpmToken(), TelegramToken(),
    ];

    /// <summary>What else must not be in a text that is shown.</summary>
    private static IReadOnlyList<Regex> Further => [AnyMember(), AnyAuthorization(), AddressWithPassword(), AnyToken()];

    /// <summary>The patterns for a text that somebody else wrote.</summary>
    public static IReadOnlyList<Regex> OfTexts => field ??= [Named(), AnyBearer(), .. OfLogs, .. Further];

    /// <summary>Those of them that need no name to tell a secret, or one that stands in no sentence.</summary>
    public static IReadOnlyList<Regex> OfSentences => field ??= [.. OfLogs.Skip(1), .. Further, Assigned()];

    /// <summary>Those that need no name, or one that is quoted.</summary>
    public static IReadOnlyList<Regex> OfShapes => field ??= [Member(), LongBearer(), .. Tokens, .. Further];

    /// <summary>
    /// What has to stand in a text that a pattern matches, in small letters. To look for it here costs nothing; the search of the
    /// base library, which the patterns begin with, loads the rules of all languages, a quarter of a short run.
    /// </summary>
    private static readonly Dictionary<Regex, string> Hints = new()
    {
        [LongBearer()] = "bearer",
        [AuthorizationHeader()] = "authorization",
        [AnyAuthorization()] = "authorization",
        [GitHubToken()] = "ghp_",
        [GitHubFineToken()] = "github_pat_",
        [SlackToken()] = "xox",
        [SlackAppToken()] = "xapp-",
        [GroqKey()] = "gs", // behind which a letter stands that is another one in capitals, too
        [GoogleKey()] = "aiza",
        [PerplexityKey()] = "pplx-",
        [NpmToken()] = "npm_",
    };

    /// <summary>Whether a pattern may match a text: where it cannot, it need not be asked.</summary>
    public static bool MayMatch(Regex pattern, string text)
    {
        if (!Hints.TryGetValue(pattern, out string? hint))
            return true;

        for (int start = 0; start + hint.Length <= text.Length; start++)
        {
            int length = 0;
            while (length < hint.Length && (text[start + length] == hint[length] || (char.IsAsciiLetterUpper(text[start + length]) && (text[start + length] | ' ') == hint[length])))
                length++;
            if (length == hint.Length)
                return true;
        }

        return false;
    }

    /// <summary>A name and its value.</summary>
    [GeneratedRegex($"""\b(?:{Names})\b{Gap}[:=]{Gap}"?([^"{Spaces}]+)""", AnyCase, LongestMatch)]
    private static partial Regex Named();

    /// <summary>A name and its value with nothing but an equals sign between.</summary>
    [GeneratedRegex($"""(?:{Names}|key|passwd)="?([^"{Spaces}]+)""", AnyCase, LongestMatch)]
    private static partial Regex Assigned();

    /// <summary><c>Bearer</c> and its token.</summary>
    [GeneratedRegex($@"\bBearer{Blanks}([A-Za-z0-9._-]+)\b", ExactCase, LongestMatch)]
    private static partial Regex AnyBearer();

    [GeneratedRegex($"""\b[A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD)\b{Gap}[=:]{Gap}(?:"({Word})"|'({Word})'|({Word}))""", AnyCase, LongestMatch)]
    private static partial Regex Assignment();

    [GeneratedRegex($@"""(?:apiKey|token|secret|password|passwd|accessToken|refreshToken)""{Gap}:{Gap}""([^""]+)""", AnyCase, LongestMatch)]
    private static partial Regex Member();

    [GeneratedRegex($"""--(?:api[-_]?key|token|secret|password|passwd){Blanks}(?:"({Argument})"|'({Argument})'|({Argument}))""", AnyCase, LongestMatch)]
    private static partial Regex CommandOption();

    [GeneratedRegex($@"Authorization{Gap}[:=]{Gap}Bearer{Blanks}([A-Za-z0-9._\-+=]+)", AnyCase, LongestMatch)]
    private static partial Regex AuthorizationHeader();

    [GeneratedRegex($@"\bBearer{Blanks}([A-Za-z0-9._\-+=]{{18,}})\b", AnyCase, LongestMatch)]
    private static partial Regex LongBearer();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----", AnyCase, LongestMatch)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\bsk-[A-Za-z0-9_-]{8,}\b", AnyCase, LongestMatch)]
    private static partial Regex OpenAIKey();

    [GeneratedRegex(@"\bghp_[A-Za-z0-9]{20,}\b", AnyCase, LongestMatch)]
    private static partial Regex GitHubToken();

    [GeneratedRegex(@"\bgithub_pat_[A-Za-z0-9_]{20,}\b", AnyCase, LongestMatch)]
    private static partial Regex GitHubFineToken();

    [GeneratedRegex(@"\bxox[baprs]-[A-Za-z0-9-]{10,}\b", AnyCase, LongestMatch)]
    private static partial Regex SlackToken();

    [GeneratedRegex(@"\bxapp-[A-Za-z0-9-]{10,}\b", AnyCase, LongestMatch)]
    private static partial Regex SlackAppToken();

    [GeneratedRegex(@"\bgsk_[A-Za-z0-9_-]{10,}\b", AnyCase, LongestMatch)]
    private static partial Regex GroqKey();

    [GeneratedRegex(@"\bAIza[0-9A-Za-z_-]{20,}\b", AnyCase, LongestMatch)]
    private static partial Regex GoogleKey();

    [GeneratedRegex(@"\bpplx-[A-Za-z0-9_-]{10,}\b", AnyCase, LongestMatch)]
    private static partial Regex PerplexityKey();

    [GeneratedRegex(@"\bnpm_[A-Za-z0-9]{10,}\b", AnyCase, LongestMatch)]
    private static partial Regex NpmToken();

    [GeneratedRegex(@"\b[0-9]{6,}:[A-Za-z0-9_-]{20,}\b", AnyCase, LongestMatch)]
    private static partial Regex TelegramToken();

    /// <summary>A member of JSON, or of JSON inside a text of JSON, whose name says that it is secret.</summary>
    [GeneratedRegex($"""\\*"[A-Z0-9_-]*(?:key|token|secret|password|passwd|access|refresh|authorization)\\*"{Gap}:{Gap}\\*"([^"\\]+)""", AnyCase, LongestMatch)]
    private static partial Regex AnyMember();

    [GeneratedRegex($"""\bAuthorization{Gap}[:=]{Gap}(?:[A-Z]+{Blanks})?({Word})""", AnyCase, LongestMatch)]
    private static partial Regex AnyAuthorization();

    [GeneratedRegex($@"://[^{Spaces}/:@]*:([^{Spaces}/@]+)@", AnyCase, LongestMatch)]
    private static partial Regex AddressWithPassword();

    /// <summary>A token of a known service, and no mask of one, which is its first characters and three dots.</summary>
    [GeneratedRegex($@"(?<![A-Za-z0-9_-])(?:{SecretShape.Prefixes})(?![^.\s]{{0,8}}\.\.\.)[A-Za-z0-9_.~+/=-]{{16,}}(?<![.])", ExactCase, LongestMatch)]
    private static partial Regex AnyToken();
}
