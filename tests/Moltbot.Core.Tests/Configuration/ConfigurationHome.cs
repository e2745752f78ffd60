using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

/// <summary>A temporary home with a configuration to load.</summary>
internal sealed class ConfigurationHome : IDisposable
{
    public const string ConfigFile = ".clawdbot/moltbot.json";
    private readonly TemporaryHome home = new();

    public ConfigurationHome() => Environment = home.Environment;

    public ProcessEnvironment Environment { get; set; }

    public string ConfigPath => home[ConfigFile];

    public string this[string relativePath] => home[relativePath];

    public ConfigurationHome With(string relativePath, string text)
    {
        home.Write(relativePath, text);
        return this;
    }

    public ConfigurationHome WithConfig(string text) => With(ConfigFile, text);

    public ConfigurationHome WithVariable(string name, string value)
    {
        Environment = Environment.With(name, value);
        return this;
    }

    public LoadedConfiguration Load(ILoginShell? shell = null) =>
        ConfigurationLoader.Load(InstallationPaths.Locate(Environment), Environment, shell);

    /// <summary>Loads a configuration that cannot be used, and returns why.</summary>
    public MoltbotException LoadError() => Load().Error.ShouldNotBeNull();

    public void Dispose() => home.Dispose();
}
