using System.Text.Json.Nodes;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>What the configuration file holds, whether it can be used or not (docs/gateway/config.md §13).</summary>
internal sealed class ConfigurationSnapshot
{
    private readonly Lazy<MoltbotConfiguration> configuration;

    internal ConfigurationSnapshot(string path, Func<JsonObject> json)
    {
        Path = path;
        configuration = new Lazy<MoltbotConfiguration>(() => new MoltbotConfiguration(json()));
    }

    /// <summary>The absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>Whether there is a file.</summary>
    public bool Exists { get; init; } = true;

    /// <summary>Whether the configuration can be used. One that is not there can.</summary>
    public bool IsValid => Issues.Count == 0;

    /// <summary>Everything that makes the configuration unusable.</summary>
    public IReadOnlyList<ConfigurationIssue> Issues { get; init; } = [];

    /// <summary>Those of <see cref="Issues"/> that are about members of older versions.</summary>
    public IReadOnlyList<ConfigurationIssue> LegacyIssues { get; init; } = [];

    /// <summary>What a user should know although the configuration can be used.</summary>
    public IReadOnlyList<ConfigurationIssue> Warnings { get; init; } = [];

    /// <summary>The configuration with its defaults; as far as it could be read when it is not valid.</summary>
    public MoltbotConfiguration Configuration => configuration.Value;
}
