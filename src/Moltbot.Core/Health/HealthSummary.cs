using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>How well all profiles are, and all providers.</summary>
internal sealed class HealthSummary
{
    /// <summary>How long before its end a credential counts as expiring, in milliseconds, where nobody says otherwise: a day.</summary>
    public const double DefaultWarnAfter = 24 * 60 * 60 * 1000;

    private HealthSummary(double now, double warnAfter, IReadOnlyList<ProfileHealth> profiles, IReadOnlyList<ProviderHealth> providers)
    {
        Now = now;
        WarnAfterMilliseconds = warnAfter;
        Profiles = profiles;
        Providers = providers;
    }

    /// <summary>The time of the judgement, in milliseconds since the Unix epoch.</summary>
    public double Now { get; }

    /// <summary>How long before its end a credential counts as expiring, in milliseconds.</summary>
    public double WarnAfterMilliseconds { get; }

    /// <summary>The profiles, sorted by provider, then by id.</summary>
    public IReadOnlyList<ProfileHealth> Profiles { get; }

    /// <summary>The providers of those profiles and those asked for, sorted.</summary>
    public IReadOnlyList<ProviderHealth> Providers { get; }

    /// <summary>Judges the profiles of a store.</summary>
    /// <param name="store">The agent's view.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <param name="warnAfter">How many milliseconds before its end a credential counts as expiring.</param>
    /// <param name="providers">The providers to look at, as the store spells them; <see langword="null"/> for all.</param>
    public static HealthSummary Build(
        AuthProfileStore store,
        MoltbotConfiguration configuration,
        double now,
        double warnAfter = DefaultWarnAfter,
        IEnumerable<string>? providers = null) =>
        Build(store.Profiles.Select(profile => ProfileHealth.Of(profile, configuration, now, warnAfter)), now, warnAfter, providers);

    /// <summary>Sums up what is known of the profiles already.</summary>
    internal static HealthSummary Build(IEnumerable<ProfileHealth> profiles, double now, double warnAfter, IEnumerable<string>? providers)
    {
        HashSet<string>? wanted = providers is null
            ? null
            : new(providers.Select(EcmaScriptText.Trim).Where(provider => provider.Length > 0), StringComparer.Ordinal);

        ILookup<string, ProfileHealth> byProvider = profiles
            .Where(profile => wanted is null || wanted.Contains(profile.Profile.ProviderName))
            .ToLookup(profile => profile.Profile.ProviderName, StringComparer.Ordinal);

        ProviderHealth[] summaries = [.. byProvider.Select(group => group.Key)
            .Union(wanted ?? [], StringComparer.Ordinal)
            .InLinguisticOrder(provider => provider)
            .Select(provider => new ProviderHealth(provider, [.. byProvider[provider].InLinguisticOrder(profile => profile.Profile.Id)], now))];
        return new HealthSummary(now, warnAfter, [.. summaries.SelectMany(provider => provider.Profiles)], summaries);
    }
}
