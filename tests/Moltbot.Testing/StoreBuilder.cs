using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;

namespace Moltbot.Testing;

/// <summary>
/// Builds an <c>auth-profiles.json</c>. The provider of a profile is what stands before the colon of its id, unless it
/// is named.
/// </summary>
public sealed class StoreBuilder
{
    private readonly JsonObject json = new() { ["version"] = 1, ["profiles"] = new JsonObject() };

    /// <summary>A key that every profile has whose test does not care about it.</summary>
    public const string AnyKey = "sk-a-key-that-is-long-enough-to-show-its-ends";

    /// <summary>Adds an API key.</summary>
    public StoreBuilder ApiKey(string id, string? key = AnyKey, string? provider = null) =>
        Profile(id, New("api_key", id, provider).Set("key", key));

    /// <summary>Adds a token, which is static unless it expires.</summary>
    public StoreBuilder Token(string id, string? token = AnyKey, DateTimeOffset? expires = null, string? provider = null) =>
        Profile(id, New("token", id, provider).Set("token", token).Set("expires", expires));

    /// <summary>Adds an API key that is kept elsewhere, perhaps with a plain one left beside it.</summary>
    public StoreBuilder ApiKeyAt(string id, SecretReference reference, string? key = null) =>
        Profile(id, New("api_key", id, provider: null).Set("key", key).Set("keyRef", reference.ToJson()));

    /// <summary>Adds a token that is kept elsewhere, perhaps with a plain one left beside it.</summary>
    public StoreBuilder TokenAt(string id, SecretReference reference, string? token = null, DateTimeOffset? expires = null) =>
        Profile(id, New("token", id, provider: null).Set("token", token).Set("tokenRef", reference.ToJson()).Set("expires", expires));

    /// <summary>Adds a sign-in.</summary>
    public StoreBuilder OAuth(
        string id, string? access = AnyKey, string? refresh = "r-" + AnyKey, DateTimeOffset? expires = null, string? email = null, string? provider = null) =>
        Profile(id, New("oauth", id, provider).Set("access", access).Set("refresh", refresh).Set("expires", expires).Set("email", email));

    /// <summary>Adds an entry of <c>profiles</c> as it is given.</summary>
    public StoreBuilder Profile(string id, JsonNode? entry) => In("profiles", id, entry);

    /// <summary>Adds an order override.</summary>
    public StoreBuilder Order(string provider, params string[] ids) => In("order", provider, new JsonArray([.. ids.Select(id => (JsonNode?)id)]));

    /// <summary>Says which profile last worked.</summary>
    public StoreBuilder LastGood(string provider, string id) => In("lastGood", provider, id);

    /// <summary>Says what is remembered about the use of a profile.</summary>
    public StoreBuilder Usage(
        string id,
        DateTimeOffset? lastUsed = null,
        DateTimeOffset? cooldownUntil = null,
        DateTimeOffset? disabledUntil = null,
        string? disabledReason = null,
        int? errorCount = null) =>
        In("usageStats", id, new JsonObject()
            .Set("lastUsed", lastUsed)
            .Set("cooldownUntil", cooldownUntil)
            .Set("disabledUntil", disabledUntil)
            .Set("disabledReason", disabledReason)
            .Set("errorCount", errorCount));

    /// <summary>Adds or replaces a member of the whole store.</summary>
    public StoreBuilder Member(string name, JsonNode? value)
    {
        json[name] = value;
        return this;
    }

    /// <summary>The store as JSON. A copy.</summary>
    public JsonObject ToJson() => json.DeepClone().AsObject();

    /// <summary>The text of the file.</summary>
    public string ToText() => Encoding.UTF8.GetString(JsonText.Write(json));

    /// <summary>The store as it is read.</summary>
    public AuthProfileStore Build() => AuthProfileStore.Read(JsonText.ToElement(json))!;

    /// <summary>The content as it is read.</summary>
    internal StoreContent BuildContent() => StoreContent.Read(JsonText.ToElement(json))!;

    private static JsonObject New(string type, string id, string? provider) =>
        new() { ["type"] = type, ["provider"] = provider ?? id.Split(':')[0] };

    private StoreBuilder In(string section, string name, JsonNode? value)
    {
        if (json[section] is not JsonObject members)
            json[section] = members = [];

        members[name] = value;
        return this;
    }
}
