using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>The files that a configuration is made of: the main one and those it includes. Each is read and parsed once.</summary>
internal sealed class ConfigurationSources
{
    private readonly Dictionary<string, ConfigurationSource> byPath;
    private readonly string mainPath;

    /// <summary>Starts with the main file, whose text has been read.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SyntaxError"/> with line and column.</exception>
    public ConfigurationSources(string path, string text)
    {
        byPath = new(PathComparison.Here.Comparer);
        mainPath = path;
        Add(path, text);
    }

    private ConfigurationSources(ConfigurationSources original)
    {
        byPath = new(original.byPath, PathComparison.Here.Comparer);
        mainPath = original.mainPath;
        Bounds = original.Bounds;
    }

    /// <summary>Where included files may lie; <see langword="null"/> for anywhere.</summary>
    public IncludeBounds? Bounds { get; init; }

    /// <summary>The main file.</summary>
    public ConfigurationSource Main => byPath[mainPath];

    /// <summary>All files that were opened so far.</summary>
    public IEnumerable<ConfigurationSource> All => byPath.Values;

    /// <summary>An included file.</summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.ConfigUnreadable"/> when it cannot be read or is not there, <see cref="ErrorCode.SyntaxError"/> when it is not JSON5.
    /// </exception>
    public ConfigurationSource Open(string path) => byPath.TryGetValue(path, out ConfigurationSource? source) ? source : Add(path, Read(path));

    /// <summary>A file that was opened before, or <see langword="null"/>.</summary>
    public ConfigurationSource? Find(string path) => byPath.GetValueOrDefault(path);

    /// <summary>The same files with another content in one of them. Nothing is written.</summary>
    public ConfigurationSources With(string path, Json5Document document)
    {
        ConfigurationSources changed = new(this);
        changed.byPath[path] = new ConfigurationSource(path, document);
        return changed;
    }

    private ConfigurationSource Add(string path, string text) => byPath[path] = new ConfigurationSource(path, Json5Document.Parse(text));

    private static string Read(string path) => ConfigurationText.Read(path)
        ?? throw new MoltbotException(ErrorCode.ConfigUnreadable, $"{path} does not exist.") { Path = path };
}
