using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Resolving;

/// <summary>The credential that is used for a provider.</summary>
/// <param name="Value">The credential as it is sent; <see langword="null"/> when there is none to send, as with the AWS SDK.</param>
/// <param name="Mode">How it is used.</param>
/// <param name="Source">Where it comes from, as the gateway names it: <c>profile:…</c>, <c>env: NAME</c>, <c>models.json</c> and so on.</param>
/// <param name="ProfileId">The profile it comes from, or <see langword="null"/>.</param>
internal sealed record EffectiveCredential(Secret? Value, CredentialMode Mode, string Source, string? ProfileId = null);
