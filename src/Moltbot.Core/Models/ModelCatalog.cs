using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>
/// The models that the installation's files describe: <c>models.json</c>, which the gateway writes, and
/// <c>models.providers</c> of the configuration. The gateway knows more of them from its own libraries; a list of these
/// that is written down today is wrong tomorrow, so there is none.
/// </summary>
public sealed class ModelCatalog
{
    private readonly OrderedMap<CatalogModel> models;

    private ModelCatalog(IEnumerable<CatalogModel> models) =>
        this.models = new OrderedMap<CatalogModel>(models.Select(model => KeyValuePair.Create(model.Key, model)));

    /// <summary>The models; where both files describe one, as the configuration does.</summary>
    public IEnumerable<CatalogModel> Models => models.Values;

    /// <summary>The model <c>provider/model</c>, or <see langword="null"/> when no file describes it.</summary>
    public CatalogModel? Find(string key) => models.GetValueOrDefault(key);

    /// <summary>Whether a file lists a provider's models, so that there are no others.</summary>
    internal bool Lists(ProviderId provider) => models.Values.Any(model => ProviderId.Parse(model.Provider) == provider);

    /// <summary>Reads what the files describe. A <c>models.json</c> that is missing or cannot be read describes nothing: the gateway writes it anew.</summary>
    internal static ModelCatalog Read(MoltbotConfiguration configuration, string modelsPath) =>
        new(Described(ReadGenerated(modelsPath)).Concat(Described(configuration.Json.Member("models"))));

    private static IEnumerable<CatalogModel> Described(JsonNode? json)
    {
        foreach ((string provider, JsonNode? entry) in json.Member("providers").Entries())
        {
            foreach (JsonNode? model in entry.Member("models") as JsonArray ?? [])
            {
                if (EcmaScriptText.Trim(model.Member("id").AsText() ?? "") is { Length: > 0 } id && !EcmaScriptText.IsBlank(provider))
                    yield return Describe(ProviderId.Parse(provider).Value, id, entry, model);
            }
        }
    }

    private static CatalogModel Describe(string provider, string id, JsonNode? entry, JsonNode? model) => new(provider, id)
    {
        Name = model.Member("name").AsText() is { Length: > 0 } name ? name : id,
        Input = [.. model.Member("input").Texts()],
        ContextWindow = model.Member("contextWindow").AsNumber(),
        BaseUrl = entry.Member("baseUrl").AsText(),
    };

    private static JsonNode? ReadGenerated(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Models) is { } utf8 && JsonText.Parse(utf8) is { ValueKind: JsonValueKind.Object } json ? JsonText.ToNode(json) : null;
        }
        catch (Exception failure) when (failure is MoltbotException or InvalidOperationException || WriteFailure.IsRefusal(failure))
        {
            return null;
        }
    }
}
