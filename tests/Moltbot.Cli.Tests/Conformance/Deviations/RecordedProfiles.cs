using System.Text.Json.Nodes;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>What rules ask about the profiles of a recorded run, whose providers are spelled in the normal way.</summary>
internal static class RecordedProfiles
{
    /// <summary>The path of the main agent's store, or <see langword="null"/> when there is none of profiles.</summary>
    public static string? StoreOfMain(this ConformanceCase recorded) => recorded.FilesBefore()
        .Where(file => file.Key.EndsWith("/main/agent/auth-profiles.json", StringComparison.Ordinal) && file.Value!["json"] is JsonObject store && store["profiles"] is JsonObject)
        .Select(file => file.Key)
        .SingleOrDefault();

    /// <summary>Those of the profiles of which nothing is sent as things are, each with why.</summary>
    public static Dictionary<string, string> Unsent(this ConformanceCase recorded, JsonObject profiles)
    {
        JsonNode? auth = recorded.FilesBefore().Where(file => file.Key.EndsWith("/moltbot.json", StringComparison.Ordinal)).Select(file => RecordedConfiguration.Read(file.Value!)).SingleOrDefault()?["auth"];
        JsonNode? store = recorded.FilesBefore()[recorded.StoreOfMain()!]!["json"]!["order"];
        Dictionary<string, string> unsent = new(StringComparer.Ordinal);
        foreach ((string id, JsonNode? json) in profiles)
        {
            if (json is JsonObject profile && WhyNotSent(id, profile, auth, store) is { } reason)
                unsent[id] = reason;
        }

        return unsent;
    }

    private static string? WhyNotSent(string id, JsonObject profile, JsonNode? auth, JsonNode? orders)
    {
        string provider = Text(profile["provider"]);
        string kind = Text(profile["type"]);
        if (WhyLeftOut(id, provider, auth, orders) is { } leftOut)
            return leftOut;
        if (auth?["profiles"]?[id] is { } configured && (Text(configured["provider"]) != provider || (Text(configured["mode"]) != kind && (Text(configured["mode"]), kind) != ("oauth", "token"))))
            return $"the configuration says {Text(configured["provider"])}/{Text(configured["mode"])}, the store {provider}/{kind}";

        string[] secrets = kind switch
        {
            "api_key" => ["key", "keyRef"],
            "token" => ["token", "tokenRef"],
            _ => ["access", "refresh"],
        };
        return Array.TrueForAll(secrets, secret => profile[secret] is not JsonObject && new Secret(Text(profile[secret])).IsBlank) ? "there is nothing in it that could be sent" : null;
    }

    private static string? WhyLeftOut(string id, string provider, JsonNode? auth, JsonNode? orders)
    {
        (string Name, string[] Ids)[] bases =
        [
            ("the order override in the store", Ids(orders?[provider])),
            ("auth.order in the configuration", Ids(auth?["order"]?[provider])),
            ("auth.profiles in the configuration", [.. (auth?["profiles"] as JsonObject ?? []).Where(profile => Text(profile.Value!["provider"]) == provider).Select(profile => profile.Key)]),
        ];
        (string name, string[] ids) = bases.FirstOrDefault(basis => basis.Ids.Length > 0);
        return ids is null || ids.Contains(id) ? null : $"{name} does not name it";
    }

    private static string[] Ids(JsonNode? order) => order is JsonArray ids ? [.. ids.Select(Text)] : [];

    private static string Text(JsonNode? json) => json is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
