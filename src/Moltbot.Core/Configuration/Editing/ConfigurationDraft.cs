using System.Globalization;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// The files of a configuration with changes that have not been written. A change is made in the one file that its
/// target comes from: where a value stands, or where the object stands that a new one belongs to. What several files
/// make up together, or a variable does, is for a person to change.
/// </summary>
internal sealed class ConfigurationDraft
{
    private readonly ConfigurationSources original;

    /// <summary>A draft without changes.</summary>
    /// <param name="original">The files.</param>
    /// <param name="isNew">Whether they are not on the disk.</param>
    public ConfigurationDraft(ConfigurationSources original, bool isNew)
    {
        this.original = original;
        Sources = original;
        IsNew = isNew;
    }

    /// <summary>Whether it is of a gateway of today, and everything in it is what may be changed there.</summary>
    public bool IsOfToday { get; set; }

    /// <summary>Whether there was no configuration to start from.</summary>
    public bool IsNew { get; }

    /// <summary>The files with the changes so far.</summary>
    public ConfigurationSources Sources { get; private set; }

    /// <summary>The files that differ, as they were and as they are to be; the main file is the first if it is among them.</summary>
    public IReadOnlyList<ChangedSource> Changed
    {
        get
        {
            List<ChangedSource> changed = [];
            foreach (ConfigurationSource source in original.All)
            {
                ConfigurationSource current = Sources.Find(source.Path)!;
                if (source.Document.Text != current.Document.Text)
                    changed.Insert(PathComparison.Here.AreSame(source.Path, original.Main.Path) ? 0 : changed.Count, new ChangedSource(source, current));
            }

            return changed;
        }
    }

    /// <summary>The absolute paths of the files that differ, the main file last.</summary>
    public IReadOnlyList<string> ChangedPaths => [.. Changed.Select(file => file.Path).Reverse()];

    /// <summary>Reads all files again, and sees whether they are still those that the draft began with.</summary>
    public bool IsCurrent() => IsNew
        ? ConfigurationText.Read(original.Main.Path) is null
        : original.All.All(source => ConfigurationText.Read(source.Path) == source.Document.Text);

    /// <summary>Makes a change.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ConfigNotEditable"/>, with the file to change by hand.</exception>
    public void Apply(ConfigurationChange change)
    {
        switch (change.Kind)
        {
            case ConfigurationChangeKind.Set:
                Set(change);
                break;
            case ConfigurationChangeKind.Insert:
                EditArray(change, (document, path) => document.Insert(path, change.Index, change.Value));
                break;
            case ConfigurationChangeKind.MoveToFront:
                EditArray(change, (document, path) => document.MoveToFront(path, change.Index));
                break;
            case ConfigurationChangeKind.Remove:
                Remove(change);
                break;
        }
    }

    /// <summary>Changes the main file, whatever it includes.</summary>
    public void ApplyToMain(Func<Json5Document, Json5Document> edit) => Edit(Sources.Main, edit);

    private void Set(ConfigurationChange change)
    {
        IReadOnlyList<ConfigurationLayer> layers = Walk(change.Path, out int steps);
        ConfigurationLayer target = Single(layers, change, isParent: steps < change.Path.Count);
        if (FindVariable(target.Node) is { } place && (steps == change.Path.Count || target.Node is not Json5Container))
            throw NotEditable(change, target with { Node = place }, "its text refers to a variable");
        if (steps < change.Path.Count && target.Node is not Json5Container)
            throw NotEditable(change, target, "another value is in its place");

        string[] path = [.. target.Path, .. change.Path.Skip(steps)];
        Edit(target.File, document => document.Set(path, change.Value));
    }

    private void EditArray(ConfigurationChange change, Func<Json5Document, IReadOnlyList<string>, Json5Document> edit)
    {
        ConfigurationLayer target = Single(Walk(change.Path, out _), change, isParent: false);
        Edit(target.File, document => edit(document, target.Path));
    }

    /// <summary>Of a member that several files have, each goes: else another one would come forth.</summary>
    private void Remove(ConfigurationChange change)
    {
        string step = change.Path[^1];
        IReadOnlyList<ConfigurationLayer> parents = Walk([.. change.Path.SkipLast(1)], out _);
        if (parents is [{ Node: Json5Array }, ..])
            Single(parents, change, isParent: false);

        foreach (ConfigurationLayer parent in parents)
        {
            string[] path = [.. parent.Path, step];
            Edit(parent.File, document => document.Remove(path));
        }
    }

    /// <summary>What makes up the value at the end of a path, or the last value on the way that is there.</summary>
    private IReadOnlyList<ConfigurationLayer> Walk(IReadOnlyList<string> path, out int steps)
    {
        ConfigurationLayers all = new(Sources);
        IReadOnlyList<ConfigurationLayer> layers = all.Root();
        for (steps = 0; steps < path.Count; steps++)
        {
            IReadOnlyList<ConfigurationLayer> next = all.Step(layers, path[steps]);
            if (next.Count == 0)
                break;

            layers = next;
        }

        return layers;
    }

    /// <summary>
    /// The one layer to change. A member can be added to an object that lies over what its own file includes, but of
    /// files that are included side by side nobody can tell which is the right one.
    /// </summary>
    private static ConfigurationLayer Single(IReadOnlyList<ConfigurationLayer> layers, ConfigurationChange change, bool isParent)
    {
        ConfigurationLayer last = layers[^1];
        if (layers.Count == 1 || (isParent && last.Node is Json5Object && layers.All(last.IsAbove)))
            return last;

        string files = string.Join(" and ", layers.Select(layer => layer.File.Path).Distinct(StringComparer.Ordinal));
        throw NotEditable(change, last, $"it is merged from {files}");
    }

    /// <summary>The first text in a value that refers to a variable.</summary>
    private static Json5Node? FindVariable(Json5Node node) => node switch
    {
        Json5String text => VariableSubstitution.RefersToVariable(text.Value) ? text : null,
        Json5Object { Members: var members } => members.Select(member => FindVariable(member.Value)).FirstOrDefault(found => found is not null),
        Json5Array { Items: var items } => items.Select(FindVariable).FirstOrDefault(found => found is not null),
        _ => null,
    };

    /// <summary>The files are edited as they are at the moment: an earlier change may have moved what a later one is about.</summary>
    private void Edit(ConfigurationSource file, Func<Json5Document, Json5Document> edit)
    {
        ConfigurationSource current = Sources.Find(file.Path)!;
        Sources = Sources.With(current.Path, edit(current.Document));
    }

    private static MoltbotException NotEditable(ConfigurationChange change, ConfigurationLayer layer, string reason)
    {
        (int line, int column) = layer.File.Document.PositionOf(layer.Node.Span.Start);
        string place = string.Create(CultureInfo.InvariantCulture, $"{layer.File.Path}, line {line}, column {column}");
        return new MoltbotException(ErrorCode.ConfigNotEditable, $"{change} in the configuration cannot be changed here, because {reason}. Nothing was changed. Change it by hand: {place}.")
        {
            Path = layer.File.Path,
            Line = line,
            Column = column,
            Subject = change.ToString(),
        };
    }
}
