using System.Text.Json.Nodes;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Health;

/// <summary>That nobody knows whether there is a credential for a model.</summary>
/// <param name="Reference">The model.</param>
/// <param name="Evidence">What says that there may be one, as the gateway names it, or <see langword="null"/>.</param>
internal sealed record TodayRouteIssue(ModelReference Reference, string? Evidence)
{
    /// <summary>The model as the gateway names it, which keeps the provider in the names of one that passes requests on.</summary>
    public string Model => $"{Reference.Provider}/{Name}";

    /// <summary>The same for people to read.</summary>
    public string Message => $"Auth readiness could not be confirmed for {Model}.";

    private string Name => Reference is { Provider.Value: "openrouter", Model: "auto" } ? "openrouter/auto" : Reference.Model;

    /// <summary>The gateway's members in its order.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["kind"] = "indeterminate", ["provider"] = Reference.Provider.Value, ["model"] = Name };
        if (Evidence is not null)
            json["evidence"] = Evidence;

        json["message"] = Message;
        return json;
    }
}
