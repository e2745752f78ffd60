using System.Text.Json.Nodes;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>How well a profile is for a gateway of today (docs/gateway/later.md §4).</summary>
internal sealed class TodayProfileHealth
{
    private readonly double now;

    public TodayProfileHealth(AuthProfile profile, double now, double warnAfter)
    {
        Profile = profile;
        this.now = now;
        (Status, Reason) = Judge(profile, now, warnAfter);
    }

    public AuthProfile Profile { get; }

    public HealthStatus Status { get; }

    /// <summary>What is wrong with it, as the gateway names it, or <see langword="null"/>.</summary>
    public string? Reason { get; }

    /// <summary>When it expires, where the gateway shows that.</summary>
    public double? ShownExpiry => Reason is null && Profile.Kind != AuthProfileKind.ApiKey ? Profile.Expires : null;

    /// <summary>How well some profiles are together: those that expire count, the worst of them.</summary>
    public static HealthStatus Together(IReadOnlyList<TodayProfileHealth> profiles)
    {
        HealthStatus worst = HealthStatus.Static;
        foreach (TodayProfileHealth profile in profiles)
        {
            if (Rank(profile.Status) > Rank(worst))
                worst = profile.Status;
        }

        return worst;
    }

    /// <summary>The gateway's members in its order.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["profileId"] = Profile.Id, ["provider"] = Profile.ProviderName, ["type"] = Profile.Kind.ToStoredName(), ["status"] = HealthJson.NameOf(Status) };
        if (Reason is not null)
            json["reasonCode"] = Reason;
        if (ShownExpiry is { } expires)
        {
            json["expiresAt"] = expires;
            json["remainingMs"] = expires - now;
        }

        json["source"] = "store";
        json["label"] = Label;
        return json;
    }

    /// <summary>The same as a line for people.</summary>
    public string ToText() => Status == HealthStatus.Static
        ? $"{Label} static"
        : $"{Label} {(Status == HealthStatus.Missing ? "unknown" : HealthJson.NameOf(Status))} expires {(ShownExpiry is { } expires ? $"in {DurationText.Remaining(expires - now)}" : "unknown")}";

    private string Label => RecoveryHint.LabelOf(Profile) + (Profile.IsSetAside ? " (saved, inactive)" : "");

    private static int Rank(HealthStatus status) => status switch
    {
        HealthStatus.Expired => 4,
        HealthStatus.Missing => 3,
        HealthStatus.Expiring => 2,
        HealthStatus.Ok => 1,
        _ => 0,
    };

    private static (HealthStatus Status, string? Reason) Judge(AuthProfile profile, double now, double warnAfter)
    {
        if (profile.IsSetAside)
            return (HealthStatus.Missing, "setup_inactive");
        if (!profile.HasSecret && !profile.HasStoredReference)
            return (HealthStatus.Missing, "missing_credential");
        if (profile.Fence is not null)
            return (HealthStatus.Expired, "expired");
        if (profile.HasInvalidExpiry)
            return (HealthStatus.Missing, "invalid_expires");
        if (profile.Kind == AuthProfileKind.ApiKey || profile.Expires is not { } expires)
            return (HealthStatus.Static, null);
        if (expires <= now)
            return (HealthStatus.Expired, profile.Kind == AuthProfileKind.OAuth ? null : "expired");

        return (expires - now <= warnAfter ? HealthStatus.Expiring : HealthStatus.Ok, null);
    }
}
