using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>The sign-in of the Codex command line, where that program keeps it (docs/gateway/oauth.md §11). It does not say when a token ends, so it counts as one of an hour.</summary>
/// <param name="environment">The environment.</param>
/// <param name="keychain">The keychain, where the platform has one and it may be asked; otherwise <see langword="null"/>.</param>
/// <param name="clock">The clock.</param>
internal sealed class CodexSignIn(ProcessEnvironment environment, IKeychain? keychain, TimeProvider clock)
{
    private const string Service = "Codex Auth";
    private const double Hour = 60 * 60 * 1000;
    private const int AccountLength = 16;

    private string Home => environment.GetNonBlank("CODEX_HOME") is { } named ? UserPath.Expand(named, environment) : Path.Combine(environment.HomeDirectory, ".codex");

    private string FilePath => Path.Combine(Home, "auth.json");

    /// <summary>The sign-in as a profile's entry, or <see langword="null"/> when there is none.</summary>
    public JsonObject? Read() => ReadKeychain() ?? EntryOf(OptionalJson.Read(FilePath), () => Milliseconds(File.GetLastWriteTimeUtc(FilePath)));

    private JsonObject? ReadKeychain() => keychain?.Read(Service, $"cli|{AccountOf(RealPath.Resolve(Home))}") is { } kept && OptionalJson.Parse(kept.Reveal()) is var json
        ? EntryOf(json, () => RefreshedAt(json.Member("last_refresh")))
        : null;

    /// <summary>The program tells its homes apart by the path.</summary>
    private static string AccountOf(string home) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(home))).ToLowerInvariant()[..AccountLength];

    private double RefreshedAt(JsonElement time) =>
        time.AsNumber() ??
        (DateTimeOffset.TryParse(time.AsText(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset named) ? Milliseconds(named.UtcDateTime) : UnixTime.Now(clock));

    private static double Milliseconds(DateTime time) => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static JsonObject? EntryOf(JsonElement kept, Func<double> refreshedAt)
    {
        JsonElement tokens = kept.Member("tokens");
        if (tokens.Member("access_token").AsText() is not { Length: > 0 } access || tokens.Member("refresh_token").AsText() is not { Length: > 0 } refresh)
            return null;

        JsonObject entry = new()
        {
            ["type"] = "oauth",
            ["provider"] = "openai-codex",
            ["access"] = access,
            ["refresh"] = refresh,
            ["expires"] = refreshedAt() + Hour,
        };
        if (tokens.Member("account_id").AsText() is { } account)
            entry["accountId"] = account;

        return entry;
    }
}
