using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;

namespace Moltbot.Testing;

/// <summary>Builds a <c>moltbot.json</c>.</summary>
public sealed class ConfigurationBuilder
{
    private readonly JsonObject json = [];

    /// <summary>Adds an entry of <c>auth.profiles</c>. Its provider is what stands before the colon of the id, unless it is named.</summary>
    public ConfigurationBuilder Profile(string id, string mode, string? provider = null, string? email = null)
    {
        Section("auth", "profiles")[id] = new JsonObject { ["provider"] = provider ?? id.Split(':')[0], ["mode"] = mode }.Set("email", email);
        return this;
    }

    /// <summary>Adds an entry of <c>auth.order</c>.</summary>
    public ConfigurationBuilder Order(string provider, params string[] ids)
    {
        Section("auth", "order")[provider] = Texts(ids);
        return this;
    }

    /// <summary>Adds an entry of <c>models.providers</c>.</summary>
    public ConfigurationBuilder Provider(string name, string? apiKey = null, string? auth = null)
    {
        Section("models", "providers")[name] = new JsonObject { ["baseUrl"] = "https://models.example/v1", ["models"] = new JsonArray() }
            .Set("apiKey", apiKey)
            .Set("auth", auth);
        return this;
    }

    /// <summary>Sets the default model and its fallbacks.</summary>
    public ConfigurationBuilder Model(string primary, params string[] fallbacks) => Choice("model", primary, fallbacks);

    /// <summary>Sets the image model and its fallbacks.</summary>
    public ConfigurationBuilder ImageModel(string primary, params string[] fallbacks) => Choice("imageModel", primary, fallbacks);

    /// <summary>Adds an entry of <c>agents.defaults.models</c>.</summary>
    public ConfigurationBuilder Allow(string reference, string? alias = null)
    {
        Section("agents", "defaults", "models")[reference] = new JsonObject().Set("alias", alias);
        return this;
    }

    /// <summary>Adds an entry of <c>agents.list</c>.</summary>
    public ConfigurationBuilder Agent(string id, bool isDefault = false, string? directory = null)
    {
        JsonObject agents = Section("agents");
        if (agents["list"] is not JsonArray list)
            agents["list"] = list = [];

        list.Add(new JsonObject { ["id"] = id }.Set("default", isDefault ? true : null).Set("agentDir", directory));
        return this;
    }

    /// <summary>Adds a variable to <c>env.vars</c>.</summary>
    public ConfigurationBuilder Variable(string name, string value)
    {
        Section("env", "vars")[name] = value;
        return this;
    }

    /// <summary>The text of the file.</summary>
    public string ToText() => json.ToJsonString();

    /// <summary>The configuration as it is written, without defaults.</summary>
    public MoltbotConfiguration Build() => new(json.DeepClone().AsObject());

    private ConfigurationBuilder Choice(string name, string primary, string[] fallbacks)
    {
        Section("agents", "defaults")[name] = new JsonObject { ["primary"] = primary, ["fallbacks"] = Texts(fallbacks) };
        return this;
    }

    private JsonObject Section(params string[] path)
    {
        JsonObject section = json;
        foreach (string name in path)
        {
            if (section[name] is not JsonObject next)
                section[name] = next = [];

            section = next;
        }

        return section;
    }

    private static JsonArray Texts(string[] texts) => [.. texts.Select(text => (JsonNode?)text)];
}
