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
        Auth = json.Member("auth").AsText();
        BaseUrl = EcmaScriptText.Trim(json.Member("baseUrl").AsText() ?? "") is { Length: > 0 } url ? url : null;
        Api = EcmaScriptText.Trim(json.Member("api").AsText() ?? "") is { Length: > 0 } api ? api : null;
    }

    /// <summary>The name as it is written.</summary>
    public string Name { get; }

    /// <summary>The key that is used when neither a profile nor the environment has one: a secret, trimmed, or <see langword="null"/>.</summary>
    internal string? ApiKey { get; }

    /// <summary>How to sign in: <c>api-key</c>, <c>aws-sdk</c>, <c>oauth</c>, <c>token</c>, or <see langword="null"/>.</summary>
    public string? Auth { get; }

    /// <summary>Where its requests go, or <see langword="null"/> for the usual place.</summary>
    public string? BaseUrl { get; }

    /// <summary>The name of its protocol, or <see langword="null"/> when that is not given.</summary>
    public string? Api { get; }
}
