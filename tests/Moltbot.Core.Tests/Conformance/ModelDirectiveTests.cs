using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Sessions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class ModelDirectiveTests
{
    [Theory]
    [Recordings("model-directive")]
    public void A_directive_selects_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("model-directive", id);
        recorded.NeedsLanguages();
        JsonObject input = recorded.Input;
        ModelDirective directive = ModelDirective.Extract(input.Text("body")!, input["aliases"] is JsonArray aliases ? [.. aliases.Texts()] : null);

        JsonObject actual = input.Text("fn") == "extract" ? ToJson(directive) : Select(input, directive);

        WithoutWording(recorded.Expected);
        JsonDifference.Find(recorded.Expected, actual).ShouldBeNull();
    }

    private static JsonObject ToJson(ModelDirective directive) => With(
        new JsonObject { ["cleaned"] = directive.Cleaned, ["hasDirective"] = directive.IsPresent },
        ("rawModel", directive.Model),
        ("rawProfile", directive.Profile));

    private static JsonObject Select(JsonObject input, ModelDirective directive)
    {
        MoltbotConfiguration configuration = input.Configuration();
        ModelReference @default = ModelReference.Of(input.Text("defaultProvider")!, input.Text("defaultModel")!);
        ModelAliases aliases = new(configuration, @default.Provider.Value);
        AllowedModels allowed = new(configuration, input["catalog"]!.AsArray().Select(model => $"{model!["provider"]}/{model["id"]}"), @default);
        ModelSelector selector = new(allowed, aliases, @default);
        JsonObject outcome = new()
        {
            ["aliases"] = new JsonArray([.. aliases.Effective.Select(alias => With(ToJson(alias.Reference), ("alias", alias.Name)))]),
            ["allowAny"] = allowed.AllowsAny,
            ["allowedKeys"] = Sorted(allowed.Keys),
        };
        if (string.IsNullOrEmpty(directive.Model))
            return directive.Profile is null ? outcome : With(outcome, ("errorText", "…"));

        outcome["strict"] = Strict(selector, directive.Model);
        return Selection(input, selector, directive, outcome);
    }

    private static JsonObject Selection(JsonObject input, ModelSelector selector, ModelDirective directive, JsonObject outcome)
    {
        try
        {
            SelectedModel selected = selector.Select(directive.Model!);
            if (directive.Profile is { } profile)
                outcome["profileOverride"] = SessionRules.CheckProfile(Store(input), profile, selected.Reference.Provider).Id;

            outcome["selection"] = With(ToJson(selected.Reference), ("alias", selected.Alias));
            outcome["selection"]!["isDefault"] = selected.IsDefault;
            return outcome;
        }
        catch (MoltbotException)
        {
            return With(outcome, ("errorText", "…"));
        }
    }

    private static JsonObject Strict(ModelSelector selector, string text)
    {
        try
        {
            ModelReference model = selector.Resolve(text);
            return new JsonObject { ["ref"] = ToJson(model), ["key"] = model.ToString() };
        }
        catch (MoltbotException)
        {
            return new JsonObject { ["error"] = "…" };
        }
    }

    private static AuthProfileStore Store(JsonObject input) =>
        AuthProfileStore.Read(JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(RecordedValues.ToText(input["store"])))) ?? AuthProfileStore.Empty;

    private static JsonObject ToJson(ModelReference model) => new() { ["provider"] = model.Provider.Value, ["model"] = model.Model };

    private static JsonObject With(JsonObject json, params (string Name, string? Value)[] members)
    {
        foreach ((string name, string? value) in members)
        {
            if (value is not null)
                json[name] = value;
        }

        return json;
    }

    /// <summary>The wording of errors is informative, and the allowed models are a set.</summary>
    private static void WithoutWording(JsonObject expected)
    {
        if (expected.ContainsKey("errorText"))
            expected["errorText"] = "…";
        if (expected["strict"] is JsonObject strict && strict.ContainsKey("error"))
            strict["error"] = "…";
        if (expected["allowedKeys"] is JsonArray keys)
            expected["allowedKeys"] = Sorted(keys.Texts());
    }

    private static JsonArray Sorted(IEnumerable<string> keys) => [.. keys.Order(StringComparer.Ordinal).Select(key => (JsonNode?)key)];
}
