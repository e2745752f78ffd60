using Moltbot.Core.Providers;

namespace Moltbot.Core.Quotas;

/// <summary>A provider that is asked, and what it could be asked with, in order; never nothing.</summary>
internal sealed record QuotaChoice(QuotaProvider Provider, IReadOnlyList<QuotaCandidate> Candidates);
