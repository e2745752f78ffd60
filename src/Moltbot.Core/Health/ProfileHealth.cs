using System.Text.Json;
using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Health;

/// <summary>How well a profile is (docs/gateway/monitoring.md §1).</summary>
public sealed class ProfileHealth
{
    private const string ClaudeCliProfileId = "anthropic:claude-cli";
    private const string CodexCliProfileId = "openai-codex:codex-cli";

    private readonly MoltbotConfiguration configuration;

    private ProfileHealth(AuthProfile profile, MoltbotConfiguration configuration, HealthStatus status, double? remaining, bool showsExpiry, Func<AuthProfile, string?>? rejectionOf)
    {
        this.configuration = configuration;
        Profile = profile;
        Status = status;
        RemainingMilliseconds = remaining;
        ShowsExpiry = showsExpiry;
        if (profile.Kind == AuthProfileKind.OAuth && status is HealthStatus.Expired or HealthStatus.Expiring or HealthStatus.Missing)
        {
            RejectedBecause = rejectionOf?.Invoke(profile);
            RenewsItself = RejectedBecause is null && IsRenewable;
        }
    }

    /// <summary>The profile's provider, as it is stored.</summary>
    public string ProviderName => Profile.ProviderName;

    /// <summary>The profile.</summary>
    internal AuthProfile Profile { get; }

    /// <summary>The account's address, or <see langword="null"/>.</summary>
    public string? Email => ProfileLabel.EmailOf(Profile.Id, Profile, configuration);

    /// <summary>The profile's id with the account's address.</summary>
    public string Label => ProfileLabel.Of(Profile.Id, Profile, configuration);

    /// <summary>How well it is.</summary>
    public HealthStatus Status { get; }

    /// <summary>When it expires, in milliseconds since the Unix epoch; <see langword="null"/> when it says no number or does not expire.</summary>
    public double? ExpiresAt => ShowsExpiry ? Profile.Expires : null;

    /// <summary>Whether its access token has ended or soon will, and whoever uses it next renews it.</summary>
    public bool RenewsItself { get; }

    /// <summary>Whether it is a sign-in of a provider that renews such, however long it still lasts.</summary>
    internal bool IsRenewable => Profile is { Kind: AuthProfileKind.OAuth, Refresh.IsBlank: false }
        && (Profile.IsLeftToGateway ? Profile.Fence is not { HasFailed: true } : SignInProvider.FindExactly(ProviderName) is { Refresh: not null });

    /// <summary>Why its provider does not renew it any more; <see langword="null"/> where that is not known.</summary>
    public string? RejectedBecause { get; }

    /// <summary>How long it is good for, in milliseconds, negative when its time has passed; <see langword="null"/> when that is not known.</summary>
    public double? RemainingMilliseconds { get; }

    /// <summary>Who keeps it: <c>store</c>, or the program it was once copied from.</summary>
    public string Source => Profile.Id switch
    {
        ClaudeCliProfileId => "claude-cli",
        CodexCliProfileId => "codex-cli",
        _ => "store",
    };

    /// <summary>The expiry as it is stored, which may be no number at all. Only where <see cref="ShowsExpiry"/>.</summary>
    internal JsonElement StoredExpiry => Profile.Json.Member("expires");

    /// <summary>Whether the profile's expiry is part of the report.</summary>
    internal bool ShowsExpiry { get; }

    /// <summary>Judges a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="configuration">The configuration, which may know the account's address.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <param name="warnAfter">How many milliseconds before its end a credential counts as expiring.</param>
    /// <param name="rejectionOf">Why a provider does not take a sign-in's refresh token any more, or <see langword="null"/> where it may.</param>
    internal static ProfileHealth Of(AuthProfile profile, MoltbotConfiguration configuration, double now, double warnAfter, Func<AuthProfile, string?>? rejectionOf = null)
    {
        if (profile.HasInvalidExpiry || profile.Fence is not null)
            return new ProfileHealth(profile, configuration, profile.Fence is null ? HealthStatus.Missing : HealthStatus.Expired, remaining: null, showsExpiry: false, rejectionOf);

        bool hasExpiry = profile.Expires is { } expires && double.IsFinite(expires) && expires > 0;
        bool isStatic = profile.Kind == AuthProfileKind.ApiKey || (profile.Kind == AuthProfileKind.Token && !hasExpiry);
        if (isStatic)
            return new ProfileHealth(profile, configuration, HealthStatus.Static, remaining: null, showsExpiry: false, rejectionOf);

        double? remaining = hasExpiry ? profile.Expires - now : null;
        return new ProfileHealth(profile, configuration, StatusFor(remaining, warnAfter), remaining, profile.Expires is not null || profile.Json.Has("expires"), rejectionOf);
    }

    private static HealthStatus StatusFor(double? remaining, double warnAfter) => remaining switch
    {
        null => HealthStatus.Missing,
        <= 0 => HealthStatus.Expired,
        _ when remaining <= warnAfter => HealthStatus.Expiring,
        _ => HealthStatus.Ok,
    };
}
