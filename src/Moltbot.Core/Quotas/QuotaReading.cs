using Moltbot.Core.Probing;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Quotas;

/// <summary>What a provider's answer says.</summary>
/// <param name="Windows">The windows, in the provider's order.</param>
/// <param name="Plan">The name of the plan, or <see langword="null"/>.</param>
/// <param name="Error">Why nothing is known, or <see langword="null"/>. It may be the provider's words.</param>
internal sealed record QuotaReading(IReadOnlyList<QuotaWindow> Windows, string? Plan = null, string? Error = null)
{
    /// <summary>That nothing is known.</summary>
    public static QuotaReading Failed(string error) => new([], Error: error);

    /// <summary>The same as it may be shown: without what was sent, and what looks like a secret.</summary>
    /// <param name="sent">What was sent.</param>
    public QuotaReading Without(Secret sent)
    {
        HiddenSecrets secrets = new([sent.Trimmed.Reveal()]);
        return new([.. Windows.Select(window => window with { Label = secrets.Hide(window.Label)! })], secrets.Hide(Plan), secrets.Hide(Error));
    }
}
