using Moltbot.Core.Configuration.Schema;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>
/// Finds where a value of the whole configuration stands in its files. It is asked only when something is wrong, so it
/// retraces the includes rather than have every value carry its place along.
/// </summary>
internal sealed class ConfigurationLocator(ConfigurationSources sources)
{
    private readonly ConfigurationLayers all = new(sources);

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
        IReadOnlyList<ConfigurationLayer> layers = all.Root();
        foreach (string step in path)
        {
            IReadOnlyList<ConfigurationLayer> next = all.Step(layers, step);
            if (next.Count == 0)
                return At(issue, layers, atName: false);

            layers = next;
        }

        return At(issue, layers, atName);
    }

    private static ConfigurationIssue At(ConfigurationIssue issue, IReadOnlyList<ConfigurationLayer> layers, bool atName)
    {
        if (layers.Count == 0)
            return issue;

        ConfigurationLayer last = layers[^1];
        int offset = atName && last.Member is { } member ? member.NameSpan.Start : last.Node.Span.Start;
        (int line, int column) = last.File.Document.PositionOf(offset);
        return issue with { File = last.File.Path, Line = line, Column = column };
    }
}
