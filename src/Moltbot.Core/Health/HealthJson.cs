using System.Text.Json.Nodes;
using Moltbot.Core.Failures;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Health;

/// <summary>The health of profiles and providers as the gateway's command line writes it: the same members in the same order.</summary>
internal static class HealthJson
{
    public static JsonObject Of(ProfileHealth health)
    {
        JsonObject json = new()
        {
            ["profileId"] = health.Profile.Id,
            ["provider"] = health.Profile.ProviderName,
            ["type"] = health.Profile.Kind.ToStoredName(),
            ["status"] = NameOf(health.Status),
        };
        if (health.ShowsExpiry)
            json["expiresAt"] = health.StoredExpiry.IsContainer() ? JsonText.ToValue(health.StoredExpiry) : JsonText.ToNode(health.StoredExpiry);
        if (health.RemainingMilliseconds is { } remaining)
            json["remainingMs"] = remaining;

        json["source"] = health.Source;
        json["label"] = health.Label;
        return json;
    }

    public static JsonObject Of(ProviderHealth health)
    {
        JsonObject json = new()
        {
            ["provider"] = health.Provider,
            ["status"] = NameOf(health.Status),
            ["profiles"] = JsonList.Of(health.Profiles, Of),
        };
        if (health.ExpiresAt is { } expiresAt)
        {
            json["expiresAt"] = expiresAt;
            json["remainingMs"] = health.RemainingMilliseconds;
        }

        return json;
    }

    public static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Static => "static",
        HealthStatus.Ok => "ok",
        HealthStatus.Expiring => "expiring",
        HealthStatus.Expired => "expired",
        _ => "missing",
    };
}
