using System.Globalization;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>
/// Finds the values in the files that make up a value of the whole configuration. This is asked only when something is
/// wrong or to be changed, so it retraces the includes rather than have every value carry its place along.
/// </summary>
internal sealed class ConfigurationLayers(ConfigurationSources sources)
{
    /// <summary>What makes up the whole configuration; later layers lie over earlier ones.</summary>
    public IReadOnlyList<ConfigurationLayer> Root() => Effective(Expand(new ConfigurationLayer([sources.Main], [], sources.Main.Document.Root, null)));

    /// <summary>What makes up a member or an item of the value that some layers make up; nothing when there is none.</summary>
    public IReadOnlyList<ConfigurationLayer> Step(IReadOnlyList<ConfigurationLayer> layers, string step) => layers is [{ Node: Json5Array }, ..]
        ? Item(layers, step)
        : Effective([.. layers.SelectMany(layer => Member(layer, step))]);

    private List<ConfigurationLayer> Member(ConfigurationLayer layer, string name) =>
        layer.Node is Json5Object json && json.Member(name) is { } member
            ? Expand(layer with { Path = [.. layer.Path, name], Node = member.Value, Member = member })
            : [];

    /// <summary>Arrays are joined, so an index counts through all of them.</summary>
    private List<ConfigurationLayer> Item(IReadOnlyList<ConfigurationLayer> layers, string step)
    {
        if (!int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            return [];

        foreach (ConfigurationLayer layer in layers)
        {
            Json5Array array = (Json5Array)layer.Node;
            if (index < array.Items.Count)
                return Effective(Expand(layer with { Path = [.. layer.Path, index.ToString(CultureInfo.InvariantCulture)], Node = array.Items[index], Member = null }));

            index -= array.Items.Count;
        }

        return [];
    }

    /// <summary>The values that are merged into one: what a value includes, in order, and then the value itself.</summary>
    private List<ConfigurationLayer> Expand(ConfigurationLayer layer)
    {
        if (layer.Node is not Json5Object json || json.Member(IncludeResolver.Key) is not { } directive)
            return [layer];

        List<ConfigurationLayer> layers = [.. Included(directive.Value).SelectMany(name => ExpandFile(name, layer))];
        if (json.Count > 1 || layers.Count == 0)
            layers.Add(layer);

        return layers;
    }

    private static IEnumerable<string> Included(Json5Node directive) => directive switch
    {
        Json5String single => [single.Value],
        Json5Array several => several.Items.OfType<Json5String>().Select(item => item.Value),
        _ => [],
    };

    private List<ConfigurationLayer> ExpandFile(string name, ConfigurationLayer including)
    {
        ConfigurationSource? file = sources.Find(IncludeResolver.FullPath(name, including.File.Path));
        return file is null ? [] : Expand(new ConfigurationLayer([.. including.Files, file], [], file.Document.Root, null));
    }

    /// <summary>The layers that count: the last run of objects or of arrays, or the last value of another kind.</summary>
    private static List<ConfigurationLayer> Effective(List<ConfigurationLayer> layers)
    {
        if (layers.Count == 0)
            return layers;

        ConfigurationLayer last = layers[^1];
        int start = layers.Count - 1;
        while (start > 0 && last.Node is Json5Container && layers[start - 1].Node.GetType() == last.Node.GetType())
            start--;

        return layers[start..];
    }
}
