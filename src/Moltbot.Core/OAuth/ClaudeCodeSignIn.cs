using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.OAuth;

/// <summary>The sign-in of Claude Code, where that program keeps it (docs/gateway/oauth.md §11).</summary>
/// <param name="environment">The environment.</param>
/// <param name="keychain">The keychain, where the platform has one and it may be asked; otherwise <see langword="null"/>.</param>
internal sealed class ClaudeCodeSignIn(ProcessEnvironment environment, IKeychain? keychain)
{
    private const string Service = "Claude Code-credentials";
    private const string Account = "Claude Code";
    private const string Section = "claudeAiOauth";

    private string FilePath => Path.Combine(environment.HomeDirectory, ".claude", ".credentials.json");

    /// <summary>The sign-in as a profile's entry; as a token where there is no way to renew it. <see langword="null"/> when there is none.</summary>
    public JsonObject? Read() => (ReadKeychain() is { } kept ? EntryOf(kept) : null) ?? EntryOf(OptionalJson.Read(FilePath));

    /// <summary>
    /// Puts new tokens in the place of those that the program has; everything else of its stays. What was never there is not
    /// made.
    /// </summary>
    /// <returns>Whether there was a sign-in to put them into.</returns>
    public bool Write(string access, string refresh, double expires) =>
        (ReadKeychain() is { } kept && With(kept, access, refresh, expires) is { } changed && keychain!.Update(Service, Account, new Secret(JsonText.WriteCompact(changed))))
        || WriteFile(access, refresh, expires);

    private JsonElement? ReadKeychain() => keychain?.Read(Service, account: null) is { } kept ? OptionalJson.Parse(kept.Reveal()) : null;

    private bool WriteFile(string access, string refresh, double expires)
    {
        if (With(OptionalJson.Read(FilePath), access, refresh, expires) is not { } changed)
            return false;

        AtomicFile.Replace(FilePath, JsonText.Write(changed));
        return true;
    }

    private static JsonObject? With(JsonElement kept, string access, string refresh, double expires)
    {
        if (JsonText.ToNode(kept) is not JsonObject changed || changed[Section] is not JsonObject tokens)
            return null;

        tokens["accessToken"] = access;
        tokens["refreshToken"] = refresh;
        tokens["expiresAt"] = expires;
        return changed;
    }

    private static JsonObject? EntryOf(JsonElement kept)
    {
        JsonElement tokens = kept.Member(Section);
        if (tokens.Member("accessToken").AsText() is not { Length: > 0 } access || tokens.Member("expiresAt").AsNumber() is not (> 0 and { } expires))
            return null;

        return tokens.Member("refreshToken").AsText() is { Length: > 0 } refresh
            ? new JsonObject { ["type"] = "oauth", ["provider"] = "anthropic", ["access"] = access, ["refresh"] = refresh, ["expires"] = expires }
            : new JsonObject { ["type"] = "token", ["provider"] = "anthropic", ["token"] = access, ["expires"] = expires };
    }
}
