using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration;

/// <summary>An entry of <c>models.providers</c>.</summary>
public sealed class ConfiguredProvider
{
    internal ConfiguredProvider(string name, JsonNode? json)
    {
        Name = name;
        ApiKey = EcmaScriptText.Trim(json.Member("apiKey").AsText() ?? "") is { Length: > 0 } key ? key : null;
        KeyVariable = json.Member("apiKey") is JsonObject reference && reference.Member("source").AsText() == "env" ? reference.Member("id").AsText() : null;
        Auth = json.Member("auth").AsText();
        BaseUrl = EcmaScriptText.Trim(json.Member("baseUrl").AsText() ?? "") is { Length: > 0 } url ? url : null;
        Api = EcmaScriptText.Trim(json.Member("api").AsText() ?? "") is { Length: > 0 } api ? api : null;
        SendsBearer = json.Member("authHeader").IsTrue();
        Headers = [.. json.Member("headers").Entries().Select(entry => (entry.Key, entry.Value.AsText() ?? "")).Where(header => header.Item2.Length > 0)];
        Models = [.. (json.Member("models") as JsonArray ?? []).Select(model => (EcmaScriptText.Trim(model.Member("id").AsText() ?? ""), CostOf(model))).Where(model => model.Item1.Length > 0)];
    }

    /// <summary>The name as it is written.</summary>
    public string Name { get; }

    /// <summary>The key that is used when neither a profile nor the environment has one: a secret, trimmed, or <see langword="null"/>.</summary>
    internal string? ApiKey { get; }

    /// <summary>The variable that the key is in, where a gateway of today is told so by a reference; else <see langword="null"/>.</summary>
    internal string? KeyVariable { get; }

    /// <summary>How to sign in: <c>api-key</c>, <c>aws-sdk</c>, <c>oauth</c>, <c>token</c>, or <see langword="null"/>.</summary>
    public string? Auth { get; }

    /// <summary>Where its requests go, or <see langword="null"/> for the usual place.</summary>
    public string? BaseUrl { get; }

    /// <summary>The name of its protocol, or <see langword="null"/> when that is not given.</summary>
    public string? Api { get; }

    /// <summary>Whether its key is sent as a bearer token besides.</summary>
    internal bool SendsBearer { get; }

    /// <summary>Header fields that its requests have besides; their values may be secret.</summary>
    internal IReadOnlyList<(string Name, string Value)> Headers { get; }

    /// <summary>The models that it is described with, and what a million tokens in and out cost; <see langword="null"/> where that is not said.</summary>
    internal IReadOnlyList<(string Id, double? Cost)> Models { get; }

    private static double? CostOf(JsonNode? model) => model.At("cost", "input").AsNumber() + model.At("cost", "output").AsNumber();
}
