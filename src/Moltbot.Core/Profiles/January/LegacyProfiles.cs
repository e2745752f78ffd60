using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Profiles.January;

/// <summary>Profiles from the files of older versions and of other programs (docs/gateway/oauth.md §11). They are read, never changed.</summary>
internal static class LegacyProfiles
{
    /// <summary>The profile that mirrors the sign-in of the Qwen command line.</summary>
    public const string QwenCliProfileId = "qwen-portal:qwen-cli";

    private const string QwenProvider = "qwen-portal";
    private const double NearExpiry = 10 * 60 * 1000;

    /// <summary>
    /// The profiles of an agent's <c>auth.json</c>, a map from providers to credentials; none when it is a store of the
    /// current layout.
    /// </summary>
    public static IEnumerable<AuthProfile> FromAuthJson(JsonElement json, string path)
    {
        if (json.Has("profiles"))
            return [];

        return json.Entries()
            .Where(entry => AuthProfileKinds.Parse(entry.Value.Member("type").AsText()) is not null)
            .Select(entry => FromAuthJsonEntry(entry.Name, entry.Value, path))
            .OfType<AuthProfile>();
    }

    /// <summary>The profiles of an <c>oauth.json</c>, a map from providers to OAuth credentials.</summary>
    public static IEnumerable<AuthProfile> FromOAuthJson(JsonElement json, string path)
    {
        foreach ((string provider, JsonElement credential) in json.Entries())
        {
            if (!credential.IsContainer())
                continue;

            JsonObject profile = new() { ["type"] = "oauth", ["provider"] = provider };
            foreach ((string name, JsonElement value) in credential.Entries())
                profile[name] = JsonText.ToNode(value);

            if (AuthProfile.ReadUnchecked($"{provider}:default", JsonText.ToElement(profile), path, ProfileOrigin.SharedOlderLayout) is { } read)
                yield return read;
        }
    }

    /// <summary>
    /// The profile for the sign-in of the Qwen command line, or <see langword="null"/> when the store's own is as good:
    /// it expires in more than ten minutes, or the file has nothing newer.
    /// </summary>
    public static AuthProfile? FromQwenCli(AuthProfileStore store, Func<JsonElement> readFile, string path, double now)
    {
        AuthProfile? existing = store.Find(QwenCliProfileId);
        if (IsFresh(existing, now) || ReadQwenCli(readFile(), path) is not { } current)
            return null;

        bool replaces = existing is not { Kind: AuthProfileKind.OAuth, ProviderName: QwenProvider }
            || existing.Expires is not { } expires || expires <= now || current.Expires > expires;
        return replaces && !HoldsTheSame(existing, current) ? current : null;
    }

    private static AuthProfile? FromAuthJsonEntry(string key, JsonElement credential, string path)
    {
        AuthProfileKind kind = AuthProfileKinds.Parse(credential.Member("type").AsText())!.Value;
        string provider = credential.Member("provider") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } named ? named.ToText() : key;
        JsonObject profile = new() { ["type"] = kind.ToStoredName(), ["provider"] = provider };
        foreach (string name in SecretMembers(kind))
        {
            if (credential.Has(name))
                profile[name] = JsonText.ToNode(credential.Member(name));
        }

        if (kind == AuthProfileKind.Token && credential.Member("expires").ValueKind == JsonValueKind.Number)
            profile["expires"] = JsonText.ToNode(credential.Member("expires"));

        foreach (string name in OptionalMembers(kind))
        {
            if (credential.Member(name).IsTruthy())
                profile[name] = JsonText.ToNode(credential.Member(name));
        }

        return AuthProfile.ReadUnchecked($"{key}:default", JsonText.ToElement(profile), path, ProfileOrigin.OlderLayout);
    }

    private static string[] SecretMembers(AuthProfileKind kind) => kind switch
    {
        AuthProfileKind.ApiKey => ["key"],
        AuthProfileKind.Token => ["token"],
        _ => ["access", "refresh", "expires"],
    };

    private static string[] OptionalMembers(AuthProfileKind kind) =>
        kind == AuthProfileKind.OAuth ? ["enterpriseUrl", "projectId", "accountId", "email"] : ["email"];

    private static AuthProfile? ReadQwenCli(JsonElement json, string path)
    {
        if (json.Member("access_token").AsText() is not { Length: > 0 } access
            || json.Member("refresh_token").AsText() is not { Length: > 0 } refresh
            || json.Member("expiry_date").AsNumber() is not { } expires
            || !double.IsFinite(expires))
        {
            return null;
        }

        JsonObject profile = new()
        {
            ["type"] = "oauth",
            ["provider"] = QwenProvider,
            ["access"] = access,
            ["refresh"] = refresh,
            ["expires"] = JsonText.ToNode(json.Member("expiry_date")),
        };
        return AuthProfile.Read(QwenCliProfileId, JsonText.ToElement(profile), path, ProfileOrigin.OtherProgram);
    }

    private static bool IsFresh(AuthProfile? profile, double now) =>
        profile is { Kind: AuthProfileKind.OAuth or AuthProfileKind.Token, ProviderName: QwenProvider }
        && (profile.Expires is not { } expires || expires > now + NearExpiry);

    private static bool HoldsTheSame(AuthProfile? existing, AuthProfile current) =>
        existing is { Kind: AuthProfileKind.OAuth }
        && existing.ProviderName == current.ProviderName
        && existing.Access == current.Access
        && existing.Refresh == current.Refresh
        && existing.Expires.Equals(current.Expires)
        && !Array.Exists(["email", "enterpriseUrl", "projectId", "accountId"], name => existing.Json.Has(name));
}
