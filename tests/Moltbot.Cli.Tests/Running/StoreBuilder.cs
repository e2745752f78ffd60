using System.Text.Json.Nodes;

namespace Moltbot.Cli.Tests.Running;

/// <summary>Builds an <c>auth-profiles.json</c> with made-up secrets.</summary>
internal sealed class StoreBuilder
{
    private readonly JsonObject profiles = [];
    private readonly JsonObject store;

    public StoreBuilder() => store = new JsonObject { ["version"] = 1, ["profiles"] = profiles };

    public StoreBuilder ApiKey(string id, string? provider = null) =>
        With(id, new JsonObject { ["type"] = "api_key", ["provider"] = provider ?? ProviderOf(id), ["key"] = $"sk-FAKE-key-of-{id}-0123456789" });

    public StoreBuilder Token(string id, TimeSpan? expiresIn = null) =>
        With(id, WithExpiry(new JsonObject { ["type"] = "token", ["provider"] = ProviderOf(id), ["token"] = $"sk-ant-FAKE-token-of-{id}-0123456789" }, expiresIn));

    public StoreBuilder OAuth(string id, TimeSpan? expiresIn = null) =>
        With(id, WithExpiry(new JsonObject { ["type"] = "oauth", ["provider"] = ProviderOf(id), ["access"] = $"FAKE-access-of-{id}-0123456789", ["refresh"] = $"FAKE-refresh-of-{id}-0123456789" }, expiresIn));

    public StoreBuilder Order(string provider, params string[] ids)
    {
        JsonObject orders = store["order"] as JsonObject ?? [];
        orders[provider] = new JsonArray([.. ids.Select(id => (JsonNode?)id)]);
        store["order"] = orders;
        return this;
    }

    public StoreBuilder Cooldown(string id, TimeSpan remaining)
    {
        store["usageStats"] = new JsonObject { [id] = new JsonObject { ["cooldownUntil"] = FromNow(remaining) } };
        return this;
    }

    /// <summary>Adds a profile as it is.</summary>
    public StoreBuilder With(string id, JsonObject profile)
    {
        profiles[id] = profile;
        return this;
    }

    /// <summary>Adds a member of the store that nobody knows.</summary>
    public StoreBuilder WithMember(string name, JsonNode value)
    {
        store[name] = value;
        return this;
    }

    public override string ToString() => store.ToJsonString();

    private static string ProviderOf(string id) => id.Split(':')[0];

    private static JsonObject WithExpiry(JsonObject profile, TimeSpan? expiresIn)
    {
        if (expiresIn is { } time)
            profile["expires"] = FromNow(time);

        return profile;
    }

    private static long FromNow(TimeSpan time) => (DateTimeOffset.UtcNow + time).ToUnixTimeMilliseconds();
}
