using Moltbot.Core.Profiles;

namespace Moltbot.Core.Health;

/// <summary>How well a provider's profiles are, taken together.</summary>
internal sealed class ProviderHealth
{
    internal ProviderHealth(string provider, IReadOnlyList<ProfileHealth> profiles, double now)
    {
        Provider = provider;
        Profiles = profiles;
        ProfileHealth[] expirable = [.. profiles.Where(profile => profile.Profile.Kind != AuthProfileKind.ApiKey)];
        Status = StatusOf(profiles, expirable);

        foreach (ProfileHealth profile in expirable)
        {
            if (profile.ExpiresAt is { } expires && double.IsFinite(expires))
                ExpiresAt = Math.Min(ExpiresAt ?? expires, expires);
        }

        RemainingMilliseconds = ExpiresAt - now;
    }

    /// <summary>The provider as the store or the caller spells it.</summary>
    public string Provider { get; }

    /// <summary>The worst of its profiles that can expire; missing when there is no profile.</summary>
    public HealthStatus Status { get; }

    /// <summary>Its profiles, sorted by id.</summary>
    public IReadOnlyList<ProfileHealth> Profiles { get; }

    /// <summary>When the first of its credentials expires, in milliseconds since the Unix epoch, or <see langword="null"/>.</summary>
    public double? ExpiresAt { get; }

    /// <summary>How many milliseconds are left until then, negative when it has passed, or <see langword="null"/>.</summary>
    public double? RemainingMilliseconds { get; }

    private static HealthStatus StatusOf(IReadOnlyList<ProfileHealth> profiles, ProfileHealth[] expirable)
    {
        if (profiles.Count == 0)
            return HealthStatus.Missing;
        if (expirable.Length == 0)
            return HealthStatus.Static;
        if (Array.Exists(expirable, profile => profile.Status is HealthStatus.Expired or HealthStatus.Missing))
            return HealthStatus.Expired;

        return Array.Exists(expirable, profile => profile.Status == HealthStatus.Expiring) ? HealthStatus.Expiring : HealthStatus.Ok;
    }
}
