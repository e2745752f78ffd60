using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Configuration;

/// <summary>
/// Finds where a value of the whole configuration stands in its files. It is asked only when something is wrong, so it
/// retraces the includes rather than have every value carry its place along.
/// </summary>
internal sealed class ConfigurationLocator(ConfigurationSources sources)
{
    /// <summary>Issues with their places. One about a member that is too much is placed at its name.</summary>
    public IReadOnlyList<ConfigurationIssue> Locate(IReadOnlyList<SchemaIssue> issues)
    {
        if (issues.Count == 0)
            return [];

        List<ConfigurationIssue> located = new(issues.Count);
        foreach (SchemaIssue issue in issues)
            located.Add(Locate(new ConfigurationIssue(string.Join('.', issue.Path), issue.Message), issue.PlaceToLook, issue.IsAboutName));

        return located;
    }

    /// <summary>
    /// An issue with the place of the value at the end of a path or, when it is not there, of the last value on the way that is.
    /// Of a member, the place is that of its name if <paramref name="atName"/> says so.
    /// </summary>
    public ConfigurationIssue Locate(ConfigurationIssue issue, IReadOnlyList<string> path, bool atName = false)
    {
        List<Layer> layers = Effective(Expand(new Layer(sources.Main, sources.Main.Document.Root, null)));
        foreach (string step in path)
        {
            List<Layer> next = Step(layers, step);
            if (next.Count == 0)
                return At(issue, layers, atName: false);

            layers = next;
        }

        return At(issue, layers, atName);
    }

    private static ConfigurationIssue At(ConfigurationIssue issue, List<Layer> layers, bool atName)
    {
        if (layers.Count == 0)
            return issue;

        Layer last = layers[^1];
        int offset = atName && last.Member is { } member ? member.NameSpan.Start : last.Node.Span.Start;
        (int line, int column) = last.File.Document.PositionOf(offset);
        return issue with { File = last.File.Path, Line = line, Column = column };
    }

    private List<Layer> Step(List<Layer> layers, string step) => layers.Count > 0 && layers[0].Node is Json5Array
        ? Item(layers, int.Parse(step, System.Globalization.CultureInfo.InvariantCulture))
        : Effective([.. layers.SelectMany(layer => Member(layer, step))]);

    private List<Layer> Member(Layer layer, string name) =>
        layer.Node is Json5Object json && json.Member(name) is { } member ? Expand(new Layer(layer.File, member.Value, member)) : [];

    /// <summary>Arrays are joined, so an index counts through all of them.</summary>
    private List<Layer> Item(List<Layer> layers, int index)
    {
        foreach (Layer layer in layers)
        {
            Json5Array array = (Json5Array)layer.Node;
            if (index < array.Items.Count)
                return Effective(Expand(new Layer(layer.File, array.Items[index], null)));

            index -= array.Items.Count;
        }

        return [];
    }

    /// <summary>The values that are merged into one: what a value includes, in order, and then the value itself.</summary>
    private List<Layer> Expand(Layer layer)
    {
        if (layer.Node is not Json5Object json || json.Member(IncludeResolver.Key) is not { } directive)
            return [layer];

        List<Layer> layers = [.. Included(directive.Value).SelectMany(name => ExpandFile(name, layer.File))];
        if (json.Count > 1)
            layers.Add(layer);

        return layers;
    }

    private static IEnumerable<string> Included(Json5Node directive) => directive switch
    {
        Json5String single => [single.Value],
        Json5Array several => several.Items.OfType<Json5String>().Select(item => item.Value),
        _ => [],
    };

    private List<Layer> ExpandFile(string name, ConfigurationSource includingFile)
    {
        ConfigurationSource? file = sources.Find(IncludeResolver.FullPath(name, includingFile.Path));
        return file is null ? [] : Expand(new Layer(file, file.Document.Root, null));
    }

    /// <summary>The layers that count: the last run of objects or of arrays, or the last value of another kind.</summary>
    private static List<Layer> Effective(List<Layer> layers)
    {
        if (layers.Count == 0)
            return layers;

        Layer last = layers[^1];
        int start = layers.Count - 1;
        while (start > 0 && last.Node is Json5Container && layers[start - 1].Node.GetType() == last.Node.GetType())
            start--;

        return layers[start..];
    }

    private sealed record Layer(ConfigurationSource File, Json5Node Node, Json5Member? Member);
}
