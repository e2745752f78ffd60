using Moltbot.Core;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;

namespace Moltbot.Testing;

/// <summary>An installation in a temporary home, on a clock that stands still, with nothing in it yet.</summary>
public sealed class TemporaryInstallation : IDisposable
{
    private ProcessEnvironment environment;

    public TemporaryInstallation() => environment = Home.Environment;

    /// <summary>The home that it is in.</summary>
    public TemporaryHome Home { get; } = new();

    /// <summary>The clock.</summary>
    public ManualTimeProvider Time { get; } = TestClock.Standing();

    /// <summary>The surroundings in which it is opened.</summary>
    public ProcessEnvironment Environment => environment;

    /// <summary>The absolute path of the configuration.</summary>
    public string ConfigPath => Home[".clawdbot/moltbot.json"];

    /// <summary>The absolute path of an agent's store.</summary>
    public string StorePath(string agent = "main") => Home[$".clawdbot/agents/{agent}/agent/auth-profiles.json"];

    /// <summary>The absolute path of another file in an agent's directory.</summary>
    public string AgentFile(string name, string agent = "main") => Home[$".clawdbot/agents/{agent}/agent/{name}"];

    /// <summary>Writes an agent's store.</summary>
    public TemporaryInstallation Store(StoreBuilder store, string agent = "main") => Store(store.ToText(), agent);

    /// <summary>Writes an agent's store as text.</summary>
    public TemporaryInstallation Store(string text, string agent = "main") => File($".clawdbot/agents/{agent}/agent/auth-profiles.json", text);

    /// <summary>Writes the configuration.</summary>
    public TemporaryInstallation Configuration(ConfigurationBuilder configuration) => Configuration(configuration.ToText());

    /// <summary>Writes the configuration as text.</summary>
    public TemporaryInstallation Configuration(string text) => File(".clawdbot/moltbot.json", text);

    /// <summary>Writes any file below the home.</summary>
    public TemporaryInstallation File(string relativePath, string text)
    {
        Home.Write(relativePath, text);
        return this;
    }

    /// <summary>Sets an environment variable.</summary>
    public TemporaryInstallation Variable(string name, string value)
    {
        environment = environment.With(name, value);
        return this;
    }

    /// <summary>Opens it.</summary>
    public MoltbotInstallation Open(string? stateDirectory = null) => MoltbotInstallation.Open(environment, stateDirectory, Time);

    /// <summary>The agent of a name; the default one if omitted.</summary>
    public Agent Agent(string? name = null) => Open().GetAgent(name);

    /// <summary>The store of an agent.</summary>
    internal AgentStore AgentStore(string agent = "main") => new(Files(agent), Files("main"), () => InstallationLayout.Of(InstallationPaths.At(Home[".clawdbot"], environment)), Time);

    /// <summary>What an agent's store says, read anew from its file.</summary>
    public AuthProfileStore Stored(string agent = "main") => AuthProfileStore.Read(JsonText.Parse(System.IO.File.ReadAllBytes(StorePath(agent))))!;

    public void Dispose() => Home.Dispose();

    private AgentStoreFiles Files(string agent) =>
        AgentStoreFiles.Locate(Path.GetDirectoryName(StorePath(agent))!, Home[".clawdbot/credentials"], Home.Path);
}
