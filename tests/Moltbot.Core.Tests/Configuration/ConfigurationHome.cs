using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
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

    /// <summary>One on a system that has login shells.</summary>
    public static ConfigurationHome OnLinux()
    {
        ConfigurationHome home = new();
        home.Environment = home.Environment with { Platform = OperatingSystemKind.Linux };
        return home;
    }

    /// <summary>A lock that is tried for more often, so that a crowd is served sooner.</summary>
    public static LockOptions PatientLock { get; } = new()
    {
        Backoff = new LockBackoff { Retries = 1000, Shortest = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(20) },
    };

    /// <summary>The clock, which stands still.</summary>
    public ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 2, 3, 4, 5, 6, 70, TimeSpan.Zero));

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

    public string Config() => Read(ConfigFile);

    public string Read(string relativePath) => File.ReadAllText(home[relativePath]);

    /// <summary>See <see cref="TemporaryHome.Fingerprint"/>.</summary>
    public string Fingerprint() => home.Fingerprint();

    /// <summary>The names of the files beside the configuration.</summary>
    public string[] FilesBeside() => [.. Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(ConfigPath)!).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public ConfigurationEditor Editor(Action<string>? replacing = null) => new(InstallationPaths.Locate(Environment), Environment, Time)
    {
        Replacing = replacing ?? (static _ => { }),
        LockOptions = PatientLock,
    };

    /// <summary>Finds out what a change would come to.</summary>
    public ConfigurationEdit Prepare(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule) => Editor().Prepare(rule, Load());

    /// <summary>Makes changes, and returns the files that were changed by their paths below this home.</summary>
    public string[] Apply(params ConfigurationChange[] changes) => Apply(_ => changes);

    /// <inheritdoc cref="Apply(ConfigurationChange[])"/>
    public string[] Apply(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, Action<string>? replacing = null) =>
        [.. Editor(replacing).Apply(rule, TestContext.Current.CancellationToken).Select(path => Path.GetRelativePath(home.Path, path).Replace('\\', '/'))];

    /// <summary>Makes changes that have to be refused, and makes sure that they left no trace.</summary>
    public MoltbotException Refuse(params ConfigurationChange[] changes)
    {
        string before = Fingerprint();
        MoltbotException error = Should.Throw<MoltbotException>(() => Apply(changes));
        Fingerprint().ShouldBe(before);
        return error;
    }

    public void Dispose() => home.Dispose();
}
