using System.Text.Json.Nodes;
using Moltbot.Core.Text;

namespace Moltbot.Core.Json;

/// <summary>JSON for programs without the secrets that others have put where none belongs: its writer escapes, and hides nothing.</summary>
internal static class SecretFreeJson
{
    /// <summary>The same JSON with three stars in the place of everything in its texts and names that looks like a secret.</summary>
    public static JsonNode Of(JsonNode json)
    {
        switch (json)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members.ToArray())
                    Replace(members, name, value);

                return members;
            case JsonArray items:
                for (int index = 0; index < items.Count; index++)
                {
                    if (items[index] is { } item && Of(item) is var clean && clean != item)
                        items[index] = clean;
                }

                return items;
            default:
                return json.AsText() is { } text && Redaction.HideSecrets(text) is var shown && shown != text ? JsonValue.Create(shown) : json;
        }
    }

    private static void Replace(JsonObject members, string name, JsonNode? value)
    {
        string shownName = Redaction.HideSecrets(name);
        JsonNode? clean = value is null ? null : Of(value);
        if (shownName != name)
        {
            members.Remove(name);
            members[shownName] = clean;
        }
        else if (clean != value)
        {
            members[name] = clean;
        }
    }
}
