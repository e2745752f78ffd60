using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// Of an answer to a refresh token everything is kept that can be used, because the token before it may be worth nothing
/// any more; and what it does not say stays as it was. The reference refuses an answer that lacks a refresh token, an expiry
/// or the name of an account, or stores what it does not say as nothing.
/// </summary>
internal sealed class AnAnswerIsNotThrownAway : Deviation
{
    private const double FiveMinutes = 300_000;

    public override IReadOnlyList<string> Kinds => ["oauth-refresh"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (RecordedSignIn.Of(recorded.Input) is not { } stored || LastAnswer(recorded) is not { } answer || answer["status"]?.GetValue<int>() is not 200)
            return false;

        JsonNode? json = answer["json"];
        string provider = stored.Text("provider")!;
        string? access = Text(json, provider == "github-copilot" ? "token" : "access_token");
        if (access is null)
            return json is JsonObject && KeepsRefreshOnly(recorded, stored, provider, Text(json, "refresh_token"));

        double now = recorded.Input.Now() + (answer["tookMs"]?.GetValue<double>() ?? 0);
        JsonObject entry = stored.DeepClone().AsObject();
        entry["access"] = access;
        entry["refresh"] = Text(json, "refresh_token") ?? stored.Text("refresh");
        entry["expires"] = ExpiryOf(provider, json!, now);
        if (provider == "openai-codex" && AccountOf(access) is { } account)
            entry["accountId"] = account;

        return Expect(recorded, Outcome(recorded, entry, access));
    }

    private static JsonObject Outcome(ConformanceCase recorded, JsonObject entry, string access)
    {
        string provider = entry.Text("provider")!;
        JsonObject key = new() { ["token"] = access, ["projectId"] = entry["projectId"]?.DeepClone() };
        JsonObject ok = new()
        {
            ["apiKey"] = provider.StartsWith("google-", StringComparison.Ordinal) ? Core.Json.JsonText.WriteCompact(key) : access,
            ["provider"] = provider,
        };
        if (entry["email"] is { } email)
            ok["email"] = email.DeepClone();

        return new JsonObject
        {
            ["requests"] = recorded.Expected["requests"]!.DeepClone(),
            ["ok"] = ok,
            ["written"] = new JsonObject { [RecordedSignIn.HolderOf(recorded.Input)] = With(recorded, entry) },
        };
    }

    /// <summary>An answer without an access token leaves the sign-in as it was, but for the refresh token.</summary>
    private static bool KeepsRefreshOnly(ConformanceCase recorded, JsonObject stored, string provider, string? refresh)
    {
        JsonObject outcome = new()
        {
            ["requests"] = recorded.Expected["requests"]!.DeepClone(),
            ["error"] = recorded.Expected["error"]?.DeepClone() ?? new JsonObject { ["message"] = $"OAuth token refresh failed for {provider}: Failed to refresh OAuth token for {provider}. Please try again or re-authenticate." },
        };
        if (refresh is not null && refresh != stored.Text("refresh"))
        {
            JsonObject entry = stored.DeepClone().AsObject();
            entry["refresh"] = refresh;
            outcome["written"] = new JsonObject { [RecordedSignIn.HolderOf(recorded.Input)] = With(recorded, entry) };
        }

        return Expect(recorded, outcome);
    }

    private static JsonNode With(ConformanceCase recorded, JsonObject entry)
    {
        JsonNode store = RecordedSignIn.StoreOf(recorded.Input).DeepClone();
        store["profiles"]![recorded.Input.Text("profileId")!] = entry;
        return store;
    }

    /// <summary>The answer to the only request; where a second sign-in was tried it is not this one's.</summary>
    private static JsonObject? LastAnswer(ConformanceCase recorded) =>
        recorded.Expected["requests"]!.AsArray().Count == 1 ? recorded.Input["answers"]![0]!.AsObject() : null;

    private static string? Text(JsonNode? json, string member) =>
        json is JsonObject members && members[member] is JsonValue value && value.TryGetValue(out string? text) && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private static double ExpiryOf(string provider, JsonNode json, double now)
    {
        if (provider == "github-copilot")
            return Number(json["expires_at"]) is { } end ? (end > 10_000_000_000 ? end : end * 1000) - FiveMinutes : now - FiveMinutes;

        double lasts = (Number(json["expires_in"]) ?? 0) * 1000;
        return provider switch
        {
            "chutes" => Math.Max(now + Math.Floor(Math.Max(0, lasts)) - FiveMinutes, now + 30_000),
            "openai-codex" or "qwen-portal" => now + lasts,
            _ => now + lasts - FiveMinutes,
        };
    }

    private static double? Number(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<double>(),
        JsonValueKind.String when double.TryParse(value.GetValue<string>(), CultureInfo.InvariantCulture, out double number) => number,
        _ => null,
    };

    private static string? AccountOf(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
            return null;

        string payload = parts[1].Replace('-', '+').Replace('_', '/');
        try
        {
            JsonNode? claims = JsonNode.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
            return Text(claims?["https://api.openai.com/auth"], "chatgpt_account_id");
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
