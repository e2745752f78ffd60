using System.Text.Json.Nodes;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Health;

/// <summary>What a session uses, and everything there is to choose from.</summary>
/// <param name="Session">What it uses.</param>
/// <param name="Default">The agent's default model, as <c>provider/model</c>.</param>
/// <param name="AuthStorePath">The file that holds the agent's credentials.</param>
/// <param name="Providers">The models, provider by provider.</param>
public sealed record SessionModelStatus(SessionModel Session, string Default, string AuthStorePath, IReadOnlyList<ProviderModels> Providers)
{
    /// <summary>All of this as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["session"] = Session.ToJson(),
        ["default"] = Default,
        ["authStorePath"] = AuthStorePath,
        ["providers"] = new JsonArray([.. Providers.Select(ToJson)]),
    };

    private static JsonObject ToJson(ProviderModels provider) => new()
    {
        ["provider"] = provider.Provider,
        ["endpoint"] = provider.Endpoint,
        ["api"] = provider.Api,
        ["auth"] = provider.Auth,
        ["candidates"] = Texts(provider.Candidates),
        ["next"] = provider.Candidates is [string next, ..] ? next : null,
        ["models"] = new JsonArray([.. provider.Models.Select(model => new JsonObject { ["key"] = model.Key, ["aliases"] = Texts(model.Value) })]),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)text)];
}
