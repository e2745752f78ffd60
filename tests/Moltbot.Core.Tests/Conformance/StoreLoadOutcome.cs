using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What comes of loading a store.</summary>
internal static class StoreLoadOutcome
{
    /// <summary>Lays the files out and loads the store, in the shape in which it was recorded.</summary>
    public static JsonObject Of(JsonObject input)
    {
        using TemporaryHome home = new();
        input.LayOutFiles(home);
        return RecordedValues.Decode(Read(input, home).Store.ToJson())!.AsObject();
    }

    /// <summary>Loads the store from files that are laid out.</summary>
    public static StoreReading Read(JsonObject input, TemporaryHome home)
    {
        ProcessEnvironment environment = input.Environment(home);
        InstallationPaths paths = InstallationPaths.Locate(environment);
        AgentStoreFiles main = Locate(paths.MainAgentDirectory);
        AgentStoreFiles own = input.Text("agentDir") is { } directory ? Locate(UserPath.Expand(home.Expand(directory), environment)) : main;
        return new AgentStore(own, main, () => InstallationLayout.Of(paths), ManualTimeProvider.AtUnixMilliseconds(input.Now())).Read();

        AgentStoreFiles Locate(string agentDirectory) => AgentStoreFiles.Locate(agentDirectory, paths.OAuthDirectory, environment.HomeDirectory);
    }
}
