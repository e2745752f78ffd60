using Moltbot.Core.Providers;

namespace Moltbot.Core.Selection;

/// <summary>
/// Everything that a provider's credential could be taken from at one time, and what is to be done for each. It is made by
/// <see cref="CredentialPlanner"/> without fetching anything, and is what everybody reads who wants to know of credentials.
/// </summary>
/// <param name="Provider">The provider that needs a credential.</param>
/// <param name="Basis">What says which profiles are tried.</param>
/// <param name="Tried">The profiles that are tried, the first one first; those in cooldown or disabled at the end.</param>
/// <param name="Refused">The profiles that are named or stored but not tried at all.</param>
/// <param name="Keys">The environment's keys, then the configuration's.</param>
/// <param name="Sdk">The AWS SDK, where it may find a credential; else <see langword="null"/>.</param>
/// <param name="IsLeftToSdk">Whether the configuration leaves the provider to the AWS SDK, whatever else there is.</param>
internal sealed record CredentialPlan(
    ProviderId Provider,
    OrderBasis Basis,
    IReadOnlyList<PlannedCredential> Tried,
    IReadOnlyList<PlannedCredential> Refused,
    IReadOnlyList<PlannedCredential> Keys,
    PlannedCredential? Sdk,
    bool IsLeftToSdk)
{
    /// <summary>All candidates, in the order in which they are looked at (docs/gateway/credentials.md §2).</summary>
    public IEnumerable<PlannedCredential> Candidates => IsLeftToSdk ? [Sdk!, .. Tried, .. Refused, .. Keys] : [.. Tried, .. Refused, .. KeysAndSdk];

    /// <summary>
    /// What the next run tries in turn (docs/gateway/errors.md §3): as long as one profile is tried at all, be it at rest,
    /// neither the environment nor the configuration takes its place.
    /// </summary>
    public IEnumerable<PlannedCredential> OfNextRun =>
        IsLeftToSdk ? [Sdk!] :
        Tried.Count > 0 ? Tried.Where(planned => planned.Unusable is null) :
        KeysAndSdk;

    /// <summary>Whether there is something to send. What the AWS SDK may find is not known.</summary>
    public bool HasCredential => Candidates.Any(planned => planned != Sdk && planned.HasCredential);

    /// <summary>Why those of its profiles that cannot be used cannot, for people to read.</summary>
    public IEnumerable<string> Refusals => Candidates.Where(planned => planned.ProfileId is not null)
        .Select(planned => planned.Step is CredentialStep.None none ? $"{planned.ProfileId}: {none.Reason}" : null)
        .OfType<string>();

    private IEnumerable<PlannedCredential> KeysAndSdk => Sdk is null ? Keys : [.. Keys, Sdk];
}
