using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

/// <summary>Lays out what a recording describes below a temporary home.</summary>
internal static class RecordedInstallation
{
    /// <summary>Writes the files and returns the environment: the members <c>files</c>, <c>env</c> and <c>cwd</c>.</summary>
    public static ProcessEnvironment Lay(TemporaryHome home, JsonObject input)
    {
        foreach ((string path, JsonNode? text) in input["files"]?.AsObject() ?? [])
            home.Write(path, text!.GetValue<string>());

        string directory = home[input["cwd"]?.GetValue<string>() ?? ""];
        Directory.CreateDirectory(directory);
        ProcessEnvironment environment = home.Environment with { WorkingDirectory = Path.TrimEndingDirectorySeparator(directory) };
        foreach ((string name, JsonNode? value) in input["env"]?.AsObject() ?? [])
            environment = environment.With(name, home.Expand(value!.GetValue<string>()));

        return environment;
    }

    /// <summary>The value with "$HOME" in place of the home's path, in names and texts.</summary>
    public static JsonNode? Collapse(TemporaryHome home, JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(home.Collapse(member.Key), Collapse(home, member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => Collapse(home, item))]),
        JsonValue value when value.TryGetValue(out string? text) => home.Collapse(text),
        _ => node?.DeepClone(),
    };
}
