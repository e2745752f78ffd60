using Moltbot.Core.OAuth;
using Moltbot.Core.Text;

namespace Moltbot.Core.Probing;

/// <summary>Takes what was sent in confidence out of what comes back, in every form that providers repeat it.</summary>
/// <param name="secrets">What was sent: the credential, and the values of the configuration's header fields.</param>
internal sealed class HiddenSecrets(IReadOnlyList<string> secrets)
{
    private const int ShortestSecret = 4;
    private const int LongEnoughForEnds = 20;
    private const int End = 8;

    private readonly string[] forms = [.. secrets.Where(secret => secret.Length >= ShortestSecret).SelectMany(FormsOf).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];

    /// <summary>The text on one line, without anything in it that is or looks like a secret.</summary>
    public string? Hide(string? text)
    {
        if (text is null)
            return null;

        string shown = text;
        foreach (string form in forms)
            shown = shown.Replace(form, "***", StringComparison.OrdinalIgnoreCase);

        return OAuthAnswer.OnOneLine(Redaction.Hide(shown));
    }

    private static IEnumerable<string> FormsOf(string secret) => secret.Length < LongEnoughForEnds
        ? [secret, Uri.EscapeDataString(secret)]
        : [secret, Uri.EscapeDataString(secret), secret[..End], secret[^End..]];
}
