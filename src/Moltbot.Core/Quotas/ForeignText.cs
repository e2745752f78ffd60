using Moltbot.Core.OAuth;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>What a provider says, as it may be shown: on one line, and without secrets, that with which it was asked most of all.</summary>
/// <param name="sent">What was sent to it.</param>
internal sealed class ForeignText(params Secret[] sent)
{
    /// <summary>The same answer as it may be shown.</summary>
    public QuotaReading Shown(QuotaReading reading) => new(
        [.. reading.Windows.Select(window => window with { Label = Shown(window.Label)! })],
        Shown(reading.Plan),
        Shown(reading.Error));

    private string? Shown(string? text) => text is null ? null : OAuthAnswer.OnOneLine(Redaction.Hide(sent.Where(secret => !secret.IsBlank)
        .Aggregate(text, (shown, secret) => shown.Replace(secret.Trimmed.Reveal(), secret.ToString(), StringComparison.Ordinal))));
}
