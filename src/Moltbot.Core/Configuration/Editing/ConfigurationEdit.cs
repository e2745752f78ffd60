using Moltbot.Core.Errors;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>An edit of the configuration that was found to be possible, and can be made.</summary>
public sealed class ConfigurationEdit
{
    private readonly ConfigurationEditor editor;
    private readonly Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule;
    private readonly ConfigurationDraft draft;
    private ConfigurationDraft? made;

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
    public IReadOnlyList<string> Apply(CancellationToken cancellation = default)
    {
        made = editor.Make(rule, draft, cancellation);
        return made.ChangedPaths;
    }

    /// <summary>
    /// Takes the edit back, because something that belongs to it could not be done: the files get the content that they had.
    /// A file that did not exist stays.
    /// </summary>
    /// <exception cref="MoltbotException">Another program has changed a file since (<see cref="ErrorCode.ConfigChanged"/>), or it cannot be locked or written.</exception>
    internal void TakeBack()
    {
        if (made is { IsNew: false, Changed.Count: > 0 })
            editor.TakeBack(made);
    }
}
