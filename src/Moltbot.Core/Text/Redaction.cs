using System.Text.RegularExpressions;

namespace Moltbot.Core.Text;

/// <summary>
/// Takes secrets out of what somebody else wrote: what a provider answers, what an exception says. Which texts of
/// ours end there cannot be known beforehand, so every one passes it before it is shown or stored.
/// </summary>
public static class Redaction
{
    private const string Hidden = "***";

    /// <summary>
    /// The text with three stars in the place of everything in it that looks like a secret; nothing of one that is made
    /// to keep a pattern busy.
    /// </summary>
    public static string Hide(string text) => Guard(() => HideBy(SecretPattern.OfLogs.Concat(SecretPattern.Further), HideNamed(text)));

    /// <summary>
    /// The same for a message of our own that repeats what others wrote. What stands behind a name and a colon is part of
    /// our sentence there: <c>Unrecognized key: "modle"</c>, <c>agent:main:token:7</c>.
    /// </summary>
    public static string HideInMessage(string message) =>
        Guard(() => HideBy(SecretPattern.OfSentences.Concat(SecretPattern.Further).Append(SecretPattern.Assigned()), message));

    /// <summary>
    /// The gateway's short form, for status and probe output (docs/gateway/errors.md §8.1): hides what stands behind a name of a
    /// secret or behind <c>Bearer</c>, and the plainest keys. For texts whose form is known; all others pass <see cref="Hide"/>.
    /// </summary>
    public static string HideNamed(string text)
    {
        string named = SecretPattern.Named().Replace(text, HideSecret);
        return SecretPattern.ShortKey().Replace(SecretPattern.AnyBearer().Replace(named, $"Bearer {Hidden}"), $"sk-{Hidden}");
    }

    /// <summary>The secret in a match: its last group that is not empty, or else all of it.</summary>
    internal static Group SecretIn(Match match)
    {
        for (int index = match.Groups.Count - 1; index > 0; index--)
        {
            if (match.Groups[index].Length > 0)
                return match.Groups[index];
        }

        return match;
    }

    private static string HideBy(IEnumerable<Regex> patterns, string text) =>
        patterns.Aggregate(text, (shown, pattern) => pattern.Replace(shown, HideSecret));

    private static string Guard(Func<string> hide)
    {
        try
        {
            return hide();
        }
        catch (RegexMatchTimeoutException)
        {
            return Hidden;
        }
    }

    private static string HideSecret(Match match)
    {
        Group secret = SecretIn(match);
        if (SecretShape.IsBareStart(secret.Value))
            return match.Value;

        int start = secret.Index - match.Index;
        return $"{match.ValueSpan[..start]}{Hidden}{match.ValueSpan[(start + secret.Length)..]}";
    }
}
