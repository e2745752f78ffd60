using System.Text;
using System.Text.RegularExpressions;

namespace Moltbot.Core.Text;

/// <summary>
/// Takes secrets out of what somebody else wrote: what a provider answers, what an exception says. Which texts of
/// ours end there cannot be known beforehand, so every one passes it before it is shown or stored.
/// </summary>
public static class Redaction
{
    private const string Hidden = "***";

    /// <summary>No shape of a secret is shorter: <c>sk-</c> and eight characters.</summary>
    private const int ShortestShape = 11;

    /// <summary>
    /// The text with three stars in the place of everything in it that looks like a secret; nothing of one that is made
    /// to keep a pattern busy.
    /// </summary>
    public static string Hide(string text) => HideBy(SecretPattern.OfTexts, text);

    /// <summary>
    /// The same for a message of our own that repeats what others wrote. What stands behind a name and a colon is part of
    /// our sentence there: <c>Unrecognized key: "modle"</c>, <c>agent:main:token:7</c>.
    /// </summary>
    internal static string HideInMessage(string message) => HideBy(SecretPattern.OfSentences, message);

    /// <summary>
    /// The same for what may be names and numbers only, as the cells of a table: nothing but what is a secret by its own shape
    /// is hidden. In <c>token=2</c> and <c>OPENAI_API_KEY=sk-...</c> there is none.
    /// </summary>
    public static string HideSecrets(string text) => text.Length < ShortestShape || !SecretShape.MayStandIn(text) ? text : HideBy(SecretPattern.OfShapes, text);

    /// <summary>
    /// Every pattern looks at the whole text: what one hides must not keep another from seeing that there is more, as the
    /// word behind <c>Bearer</c> would where that is the first of a private key. What is left is looked at again, because
    /// it may be on its way through several errors.
    /// </summary>
    private static string HideBy(IReadOnlyList<Regex> patterns, string text)
    {
        try
        {
            string shown = text;
            for (string? before = null; shown != before;)
            {
                before = shown;
                List<Group>? secrets = null;
                foreach (Regex pattern in patterns)
                {
                    // Nearly no text matches, and to know that takes no memory.
                    if (SecretPattern.MayMatch(pattern, before) && pattern.IsMatch(before))
                        (secrets ??= []).AddRange(pattern.Matches(before).Select(SecretIn).Where(secret => !SecretShape.IsBareStart(secret.Value)));
                }

                shown = secrets is null or { Count: 0 } ? before : Replace(before, secrets);
            }

            return shown;
        }
        catch (RegexMatchTimeoutException)
        {
            return Hidden;
        }
    }

    /// <summary>The text with stars in the place of secrets, which may overlap; then there are stars once.</summary>
    private static string Replace(string text, IEnumerable<Group> secrets)
    {
        StringBuilder shown = new(text.Length);
        int end = 0;
        foreach (Group secret in secrets.OrderBy(secret => secret.Index))
        {
            if (secret.Index >= end)
                shown.Append(text, end, secret.Index - end).Append(Hidden);

            end = Math.Max(end, secret.Index + secret.Length);
        }

        return shown.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>The secret in a match: its last group that is not empty, or else all of it.</summary>
    private static Group SecretIn(Match match)
    {
        for (int index = match.Groups.Count - 1; index > 0; index--)
        {
            if (match.Groups[index].Length > 0)
                return match.Groups[index];
        }

        return match;
    }
}
