using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>What is filled in for models: of providers, and the aliases of well-known ones.</summary>
internal static class ModelDefaults
{
    private const double ContextWindow = 200_000;
    private const double MaxTokens = 8192;

    /// <summary>The built-in aliases and the models they stand for (docs/gateway/models.md §4).</summary>
    public static ReadOnlySpan<(string Alias, string Model)> Aliases => new[]
    {
        ("opus", "anthropic/claude-opus-4-5"),
        ("sonnet", "anthropic/claude-sonnet-4-5"),
        ("gpt", "openai/gpt-5.2"),
        ("gpt-mini", "openai/gpt-5-mini"),
        ("gemini", "google/gemini-3-pro-preview"),
        ("gemini-flash", "google/gemini-3-flash-preview"),
    };

    /// <summary>Completes the models of providers, and names the well-known ones among the allowed models.</summary>
    public static void Apply(JsonObject root)
    {
        foreach ((_, JsonNode? provider) in root.At("models", "providers") as JsonObject ?? [])
        {
            foreach (JsonNode? model in provider.Member("models") as JsonArray ?? [])
                Complete(model!.AsObject());
        }

        if (root.At("agents", "defaults", "models") is JsonObject { Count: > 0 } allowed)
            AddAliases(allowed);
    }

    /// <summary>A configuration with the built-in aliases filled in.</summary>
    public static MoltbotConfiguration WithAliases(MoltbotConfiguration configuration)
    {
        JsonObject copy = configuration.Json.Copy()!.AsObject();
        if (copy.At("agents", "defaults", "models") is JsonObject { Count: > 0 } allowed)
            AddAliases(allowed);

        return new MoltbotConfiguration(copy);
    }

    /// <summary>Whether a model that is listed without an alias gets one.</summary>
    public static bool HasBuiltInAlias(string reference)
    {
        foreach ((_, string model) in Aliases)
        {
            if (model == reference)
                return true;
        }

        return false;
    }

    private static void Complete(JsonObject model)
    {
        model.TryAdd("reasoning", false);
        if (!model.ContainsKey("input"))
            model["input"] = new JsonArray("text");

        JsonObject cost = ConfigurationDefaults.ObjectAt(model, "cost");
        foreach (string name in (ReadOnlySpan<string>)["input", "output", "cacheRead", "cacheWrite"])
            cost.TryAdd(name, 0d);

        model.TryAdd("contextWindow", ContextWindow);
        model.TryAdd("maxTokens", Math.Min(MaxTokens, model["contextWindow"].AsNumber()!.Value));
    }

    private static void AddAliases(JsonObject allowed)
    {
        foreach ((string alias, string model) in Aliases)
        {
            if (allowed.Member(model) is JsonObject entry)
                entry.TryAdd("alias", alias);
        }
    }

    private static void TryAdd(this JsonObject json, string name, JsonNode value)
    {
        if (!json.ContainsKey(name))
            json.Add(name, value);
    }
}
