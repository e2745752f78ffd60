using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>Adds members to JSON objects where there is something to add.</summary>
internal static class JsonBuilding
{
    public static JsonObject Set(this JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
            json[name] = value;

        return json;
    }

    public static JsonObject Set(this JsonObject json, string name, DateTimeOffset? time) =>
        json.Set(name, time is { } value ? JsonValue.Create(value.ToUnixTimeMilliseconds()) : null);
}
