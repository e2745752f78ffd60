using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>Reads the members that inputs of several kinds have in common.</summary>
internal static class InputReading
{
    public static string? Text(this JsonObject input, string name) => input[name]?.GetValue<string>();

    public static double Now(this JsonObject input) => input["now"]!.GetValue<double>();

    public static MoltbotConfiguration Configuration(this JsonObject input) =>
        input["cfg"] is JsonObject json ? new MoltbotConfiguration(json) : MoltbotConfiguration.Empty;

    /// <summary>A store as the gateway holds it in memory: everything in it is as it is, without the cleaning that reading a file does.</summary>
    public static AuthProfileStore Store(this JsonObject input)
    {
        JsonElement json = JsonText.Parse(Encoding.UTF8.GetBytes(RecordedValues.ToText(input["store"])));
        return new AuthProfileStore(
            json.Member("version").AsNumber() ?? 1,
            json.Member("profiles").EntryMap().Choose((id, entry) => AuthProfile.ReadUnchecked(id, entry.Value)),
            MapOf(json.Member("order"), ids => (IReadOnlyList<string>)[.. ids.Texts()]),
            json.Member("lastGood").IsContainer() ? json.Member("lastGood").EntryMap() : null,
            MapOf(json.Member("usageStats"), usage => new ProfileUsage(usage)));
    }

    private static OrderedMap<T>? MapOf<T>(JsonElement json, Func<JsonElement, T> read)
        where T : class => json.IsContainer() ? json.EntryMap().Choose((_, entry) => read(entry.Value)) : null;

    private const string HomeVariable = "HOME";

    /// <summary>The environment of a case: its variables, and the temporary home.</summary>
    public static ProcessEnvironment Environment(this JsonObject input, TemporaryHome home)
    {
        ProcessEnvironment environment = (home.Environment with { WorkingDirectory = home[input.Text("cwd") ?? ""] }).With(HomeVariable, home.Path);
        foreach ((string name, JsonNode? value) in input["env"] as JsonObject ?? [])
            environment = environment.With(name, home.Expand(value!.GetValue<string>()));

        return environment;
    }

    /// <summary>Writes the files of a case that are given as text.</summary>
    public static void LayOutFiles(this JsonObject input, TemporaryHome home)
    {
        foreach ((string path, JsonNode? text) in input["files"] as JsonObject ?? [])
            home.Write(path, text!.GetValue<string>());
    }

    /// <summary>Variables as an object of texts, without the home, which every case has.</summary>
    public static JsonObject ToJson(IEnumerable<KeyValuePair<string, string>> variables) =>
        new(variables.Where(variable => variable.Key != HomeVariable).Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value)));

    /// <summary>A copy of a value with "$HOME" in place of the home's path, in names and in texts.</summary>
    public static JsonNode? Collapse(JsonNode? node, TemporaryHome home) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(home.Collapse(member.Key), Collapse(member.Value, home)))),
        JsonArray items => new JsonArray([.. items.Select(item => Collapse(item, home))]),
        JsonValue value when value.TryGetValue(out string? text) => home.Collapse(text),
        _ => node?.DeepClone(),
    };
}
