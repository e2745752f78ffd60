using Moltbot.Core.Errors;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>An edit of the configuration that was found to be possible, and can be made.</summary>
public sealed class ConfigurationEdit
{
    private readonly ConfigurationEditor editor;
    private readonly Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule;
    private readonly ConfigurationDraft draft;

    internal ConfigurationEdit(ConfigurationEditor editor, Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, ConfigurationDraft draft)
    {
        this.editor = editor;
        this.rule = rule;
        this.draft = draft;
    }

    /// <summary>The absolute paths of the files that would be changed, the main file last; none if the configuration says it already.</summary>
    public IReadOnlyList<string> Paths => draft.ChangedPaths;

    /// <summary>Makes the edit. If a file has changed since, it is found anew.</summary>
    /// <inheritdoc cref="ConfigurationEditor.Apply" path="/param[@name='cancellation']"/>
    /// <inheritdoc cref="ConfigurationEditor.Apply" path="/returns"/>
    /// <exception cref="MoltbotException">As <see cref="ConfigurationEditor.Apply"/>.</exception>
    public IReadOnlyList<string> Apply(CancellationToken cancellation = default) => editor.Make(rule, draft, cancellation);
}
