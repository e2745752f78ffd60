using System.Text;
using System.Text.RegularExpressions;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>
/// The gateway's two redactions as the specification tells them (docs/gateway/errors.md §8), and what their patterns would hide
/// if every one of them looked at the whole text.
/// </summary>
internal static class RecordedRedaction
{
    private const int ShortestShown = 18;
    private const RegexOptions AnyCase = RegexOptions.ECMAScript | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const RegexOptions ExactCase = RegexOptions.ECMAScript | RegexOptions.CultureInvariant;

    // What ECMAScript calls white space; that of .NET's ECMAScript mode is ASCII alone.
    private const string Space = @"\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
    private const string Name = $"""\b(?:access[_-]?token|refresh[_-]?token|token|password|secret|api[_-]?key)\b[{Space}]*[:=][{Space}]*"?""";

    private static readonly Regex[] OfLogs =
    [
        .. new[]
        {
            $"""\b[A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD)\b[{Space}]*[=:][{Space}]*(["']?)([^{Space}"'\\]+)\1""",
            $@"""(?:apiKey|token|secret|password|passwd|accessToken|refreshToken)""[{Space}]*:[{Space}]*""([^""]+)""",
            $"""--(?:api[-_]?key|token|secret|password|passwd)[{Space}]+(["']?)([^{Space}"']+)\1""",
            $@"Authorization[{Space}]*[:=][{Space}]*Bearer[{Space}]+([A-Za-z0-9._\-+=]+)",
            $@"\bBearer[{Space}]+([A-Za-z0-9._\-+=]{{18,}})\b",
            @"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----",
            @"\b(sk-[A-Za-z0-9_-]{8,})\b",
            @"\b(ghp_[A-Za-z0-9]{20,})\b",
            @"\b(github_pat_[A-Za-z0-9_]{20,})\b",
            @"\b(xox[baprs]-[A-Za-z0-9-]{10,})\b",
            @"\b(xapp-[A-Za-z0-9-]{10,})\b",
            @"\b(gsk_[A-Za-z0-9_-]{10,})\b",
            @"\b(AIza[0-9A-Za-z_-]{20,})\b",
            @"\b(pplx-[A-Za-z0-9_-]{10,})\b",
            @"\b(npm_[A-Za-z0-9]{10,})\b",
            @"\b([0-9]{6,}:[A-Za-z0-9_-]{20,})\b",
        }.Select(pattern => new Regex(pattern, AnyCase)),
    ];

    private static readonly Regex Bearer = new($@"\bBearer[{Space}]+([A-Za-z0-9._-]+)\b", ExactCase);
    private static readonly Regex ShortKey = new(@"\b(sk-[A-Za-z0-9]{10,})\b", ExactCase);
    private static readonly Regex NamedToAnS = new($"""({Name})[^"\\sS]+""", AnyCase);
    private static readonly Regex NamedToABlank = new($"""{Name}([^"{Space}]+)""", AnyCase);

    /// <summary>The redaction for logs: one pattern after the other, the ends of long secrets left.</summary>
    public static string ForLogs(string text) => WithoutOddCase(text, protectedText => OfLogs.Aggregate(
        protectedText, (shown, pattern) => pattern.Replace(shown, MaskSecret)));

    /// <summary>The short one for status and probe output.</summary>
    public static string ForStatus(string text) => WithoutOddCase(text, protectedText =>
        ShortKey.Replace(Bearer.Replace(NamedToAnS.Replace(protectedText, "$1***"), "Bearer ***"), "sk-***"));

    /// <summary>Three stars in the place of everything that a pattern of theirs hides, whole and where it stands.</summary>
    public static string Whole(string text) => WithoutOddCase(text, protectedText => HideAll(protectedText, [NamedToABlank, Bearer, ShortKey, .. OfLogs]));

    private static string HideAll(string text, Regex[] patterns)
    {
        bool[] isHidden = new bool[text.Length];
        foreach (Group secret in patterns.SelectMany(pattern => pattern.Matches(text)).Select(SecretIn))
            Array.Fill(isHidden, true, secret.Index, secret.Length);

        StringBuilder shown = new();
        for (int index = 0; index < text.Length; index++)
        {
            if (!isHidden[index])
                shown.Append(text[index]);
            else if (index == 0 || !isHidden[index - 1])
                shown.Append("***");
        }

        return shown.ToString();
    }

    private static string MaskSecret(Match match)
    {
        if (match.Value.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            return MaskKeyBlock(match.Value);

        string secret = SecretIn(match).Value;
        int start = match.Value.IndexOf(secret, StringComparison.Ordinal);
        string mask = secret.Length < ShortestShown ? "***" : $"{secret[..6]}…{secret[^4..]}";
        return match.Value[..start] + mask + match.Value[(start + secret.Length)..];
    }

    private static string MaskKeyBlock(string block)
    {
        string[] lines = [.. block.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)];
        return lines.Length < 2 ? "***" : $"{lines[0]}\n…redacted…\n{lines[^1]}";
    }

    private static Group SecretIn(Match match) =>
        Enumerable.Range(1, match.Groups.Count - 1).Select(index => match.Groups[index]).LastOrDefault(group => group.Length > 0) ?? match;

    /// <summary>For ECMAScript these two letters are never the same as <c>s</c> and <c>k</c>; for .NET they may be.</summary>
    private static string WithoutOddCase(string text, Func<string, string> hide) =>
        hide(text.Replace('\u017F', '\uE000').Replace('\u212A', '\uE001')).Replace('\uE000', '\u017F').Replace('\uE001', '\u212A');
}
