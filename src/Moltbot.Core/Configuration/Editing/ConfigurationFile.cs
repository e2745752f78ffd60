using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// The configuration of an installation: what it said when it was read, and the way to change it. What was read stays as it
/// was read; <see cref="ReadAgain"/> tells what came of a change.
/// </summary>
public sealed class ConfigurationFile
{
    private readonly Func<LoadedConfiguration> read;
    private readonly Lazy<LoadedConfiguration> loaded;

    /// <summary>The configuration of an installation.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="read">Reads the configuration as it is now.</param>
    /// <param name="editor">Changes it.</param>
    internal ConfigurationFile(string path, Func<LoadedConfiguration> read, ConfigurationEditor editor)
    {
        this.read = read;
        loaded = new Lazy<LoadedConfiguration>(read);
        Path = path;
        Editor = editor;
    }

    /// <summary>The absolute path of the file, whether it exists or not.</summary>
    public string Path { get; }

    /// <summary>What it said when it was read; nothing where it cannot be used.</summary>
    public MoltbotConfiguration Configuration => loaded.Value.Configuration;

    /// <summary>Changes it.</summary>
    public ConfigurationEditor Editor { get; }

    /// <summary>All that came of reading it.</summary>
    internal LoadedConfiguration Loaded => loaded.Value;

    /// <summary>What it says, if it can be used; commands that change something need that.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ConfigUnreadable"/> or <see cref="ErrorCode.ConfigInvalid"/>.</exception>
    public MoltbotConfiguration Require() => loaded.Value.Require();

    /// <summary>Finds out what a change of it would come to, by what it said when it was read, and writes nothing.</summary>
    /// <param name="rule">Says what is to be different, given the configuration without defaults. May be asked more than once.</param>
    /// <returns>The edit, ready to be made.</returns>
    /// <exception cref="MoltbotException">As <see cref="ConfigurationEditor.Apply"/>.</exception>
    public ConfigurationEdit Prepare(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule) => Editor.Prepare(rule, loaded.Value);

    /// <summary>The same file as it is now.</summary>
    internal ConfigurationFile ReadAgain() => new(Path, read, Editor);
}
