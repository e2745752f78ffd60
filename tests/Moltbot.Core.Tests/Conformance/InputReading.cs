using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
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

    public static AuthProfileStore Store(this JsonObject input) => AuthProfileStore.FromMemory(input["store"]);

    /// <summary>The environment of a case: its variables, and the temporary home.</summary>
    public static ProcessEnvironment Environment(this JsonObject input, TemporaryHome home)
    {
        ProcessEnvironment environment = home.Environment with { WorkingDirectory = home[input.Text("cwd") ?? ""] };
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
}
