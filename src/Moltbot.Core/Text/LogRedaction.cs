using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Core.Configuration;
using Moltbot.Core.Json;

namespace Moltbot.Core.Text;

/// <summary>
/// What the gateway does to details of tool calls and to logs before a person sees them, as the configuration says
/// (<c>logging.redactSensitive</c> and <c>logging.redactPatterns</c>, docs/gateway/errors.md §8.2). The ends of a long secret stay,
/// so that it can be told from others; what must show nothing of it passes <see cref="Redaction.Hide"/>.
/// </summary>
public sealed class LogRedaction
{
    private const string Flags = "gimsuy";
    private const string Hidden = "***";
    private const int ShortestShown = 18;
    private const int ShownAtStart = 6;
    private const int ShownAtEnd = 4;

    private readonly IEnumerable<Regex> patterns;

    /// <summary>The redaction that a configuration asks for.</summary>
    public LogRedaction(MoltbotConfiguration configuration)
    {
        JsonNode? logging = configuration.Json["logging"];
        patterns =
            logging.Member("redactSensitive").AsText() == "off" ? [] :
            logging.Member("redactPatterns") is JsonArray { Count: > 0 } own ? [.. own.Select(entry => Parse(entry.AsText() ?? "")).OfType<Regex>()] :
            SecretPattern.OfLogs;
    }

    /// <summary>The text with the secrets in it masked; nothing of one that a pattern cannot be done with.</summary>
    public string Apply(string text)
    {
        try
        {
            return patterns.Aggregate(text, (shown, pattern) => pattern.Replace(shown, MaskSecret));
        }
        catch (RegexMatchTimeoutException)
        {
            return Hidden;
        }
    }

    /// <summary>A pattern as it is written, perhaps between slashes and with flags; <see langword="null"/> when it is none.</summary>
    private static Regex? Parse(string entry)
    {
        int end = entry.LastIndexOf('/');
        bool hasFlags = end > 1 && entry[0] == '/' && entry[(end + 1)..].All(Flags.Contains);
        string body = hasFlags ? entry[1..end] : entry;
        string flags = hasFlags ? entry[(end + 1)..] : "i";
        if (EcmaScriptText.Trim(entry).Length == 0 || flags.Distinct().Count() < flags.Length)
            return null;

        try
        {
            return new Regex(flags.Contains('y', StringComparison.Ordinal) ? $@"\G(?:{body})" : body, OptionsOf(flags), TimeSpan.FromMilliseconds(SecretPattern.LongestMatch));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static RegexOptions OptionsOf(string flags) => flags.Aggregate(RegexOptions.CultureInvariant, (options, flag) => options | flag switch
    {
        'i' => RegexOptions.IgnoreCase,
        'm' => RegexOptions.Multiline,
        's' => RegexOptions.Singleline,
        _ => RegexOptions.None,
    });

    private static string MaskSecret(Match match)
    {
        if (match.Value.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            return MaskKeyBlock(match.Value);

        string secret = Redaction.SecretIn(match).Value;
        int start = match.Value.IndexOf(secret, StringComparison.Ordinal);
        return $"{match.ValueSpan[..start]}{Mask(secret)}{match.ValueSpan[(start + secret.Length)..]}";
    }

    private static string Mask(string secret) => secret.Length < ShortestShown ? Hidden : $"{secret[..ShownAtStart]}…{secret[^ShownAtEnd..]}";

    private static string MaskKeyBlock(string block)
    {
        string[] lines = [.. block.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0)];
        return lines.Length < 2 ? Hidden : $"{lines[0]}\n…redacted…\n{lines[^1]}";
    }
}
