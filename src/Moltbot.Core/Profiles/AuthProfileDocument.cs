using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Profiles;

/// <summary>
/// An <c>auth-profiles.json</c> as it is, with everything in it that we do not understand: an immutable snapshot whose
/// changes are new snapshots, and touch nothing but what they are about.
/// </summary>
public sealed class AuthProfileDocument
{
    private readonly JsonElement json;

    private AuthProfileDocument(JsonElement json, string? path)
    {
        this.json = json;
        Path = path;
        Store = AuthProfileStore.Read(json, path) ?? AuthProfileStore.Empty;
    }

    /// <summary>What the document means.</summary>
    public AuthProfileStore Store { get; }

    /// <summary>The absolute path of the file, or <see langword="null"/> when it is in no file.</summary>
    public string? Path { get; }

    /// <summary>The document of a store that holds nothing.</summary>
    internal static AuthProfileDocument Create(string path) => Of(AuthProfileStore.Empty, path);

    /// <summary>A new document that says what a store says.</summary>
    internal static AuthProfileDocument Of(AuthProfileStore store, string path) => new(JsonText.ToElement(store.ToJson()), path);

    /// <summary>Reads a document; <see langword="null"/> when the JSON is not a store.</summary>
    internal static AuthProfileDocument? Read(JsonElement json, string? path) =>
        json.Member("profiles").IsContainer() ? new AuthProfileDocument(json, path) : null;

    /// <summary>
    /// The document with a provider's order override set, in place of any under another spelling of the provider; an id
    /// that is named twice counts once.
    /// </summary>
    public AuthProfileDocument WithOrder(ProviderId provider, IEnumerable<string> profileIds)
    {
        string[] ids = [.. profileIds.Select(EcmaScriptText.Trim).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
            return WithoutOrder(provider);

        return Change(document =>
        {
            JsonObject orders = ObjectIn(document, "order");
            foreach (string other in SpellingsInOrder(provider).Where(name => name != provider.Value))
                orders.Remove(other);

            orders[provider.Value] = new JsonArray([.. ids.Select(id => (JsonNode?)id)]);
        });
    }

    /// <summary>
    /// The document without a provider's order override, whatever the spelling of the provider; this same document when
    /// there is none.
    /// </summary>
    public AuthProfileDocument WithoutOrder(ProviderId provider)
    {
        string[] spellings = SpellingsInOrder(provider);
        return spellings.Length == 0 ? this : Change(document =>
        {
            JsonObject remaining = ObjectIn(document, "order");
            foreach (string name in spellings)
                remaining.Remove(name);
            if (remaining.Count == 0)
                document.Remove("order");
        });
    }

    /// <summary>The text of the file.</summary>
    internal byte[] ToUtf8() => JsonText.Write(JsonText.ToNode(json)!);

    /// <summary>The names under which there is an order for the provider. The gateway obeys the first of them.</summary>
    private string[] SpellingsInOrder(ProviderId provider) => json.Member("order") is { ValueKind: JsonValueKind.Object } orders
        ? [.. orders.Entries().Select(entry => entry.Name).Where(name => ProviderId.Parse(name) == provider).Distinct(StringComparer.Ordinal)]
        : [];

    private AuthProfileDocument Change(Action<JsonObject> change)
    {
        try
        {
            JsonObject copy = JsonText.ToNode(json)!.AsObject();
            change(copy);
            return new AuthProfileDocument(JsonText.ToElement(copy), Path);
        }
        catch (InvalidOperationException e)
        {
            throw new MoltbotException(
                ErrorCode.StoreUnreadable,
                $"{Path} holds a name with half a surrogate pair, which cannot be written again as it is. Nothing was changed. Remove the \\uD8xx or \\uDCxx from the name.",
                e)
            {
                Path = Path,
            };
        }
    }

    /// <summary>The member as an object; it is made where there is none, in place of a value that the gateway would not read either.</summary>
    private static JsonObject ObjectIn(JsonObject document, string name)
    {
        if (document.Member(name) is JsonObject members)
            return members;

        JsonObject created = [];
        document[name] = created;
        return created;
    }
}
