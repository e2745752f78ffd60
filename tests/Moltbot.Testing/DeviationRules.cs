namespace Moltbot.Testing;

/// <summary>The deviations of a test project, in the order in which they apply. What one rewrites the next one sees.</summary>
public sealed class DeviationRules(params IReadOnlyList<Deviation> rules)
{
    /// <summary>Every rule of the assembly that a type is in, by name.</summary>
    public static DeviationRules Of(Type type) => new([.. DeclaredBeside(type)
        .OrderBy(rule => rule.Name, StringComparer.Ordinal)
        .Select(rule => (Deviation)Activator.CreateInstance(rule)!)]);

    /// <summary>The names of the rules.</summary>
    public IReadOnlyList<string> Names { get; } = [.. rules.Select(rule => rule.Name)];

    /// <summary>The names of all rules that an assembly declares, whether they are here or not.</summary>
    public static IEnumerable<string> NamesDeclaredBeside(Type type) => DeclaredBeside(type).Select(rule => rule.Name);

    /// <summary>A case whose expectation is ours: every rule for its kind has been applied to it.</summary>
    /// <param name="folder">Where the case is.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="applied">The names of the rules that changed it.</param>
    public ConformanceCase Open(RecordingFolder folder, string kind, string id, out IReadOnlyList<string> applied)
    {
        ConformanceCase recorded = folder.Case(kind, id);
        applied = [.. rules.Where(rule => rule.Kinds.Contains(kind) && rule.Rewrite(recorded)).Select(rule => rule.Name)];
        return recorded;
    }

    /// <summary>The rules that rewrite none of the project's own recordings: nobody can tell what they are for, or whether they are right.</summary>
    public IEnumerable<string> FindUnused()
    {
        HashSet<string> unused = [.. Names];
        foreach (string kind in RecordingKinds.All.Where(kind => rules.Any(rule => rule.Kinds.Contains(kind))))
        {
            foreach (string id in RecordingFolder.OfProject.Ids(kind))
            {
                Open(RecordingFolder.OfProject, kind, id, out IReadOnlyList<string> applied);
                unused.ExceptWith(applied);
            }
        }

        return unused;
    }

    /// <summary>The rules whose reason is not told in docs/compatibility.md.</summary>
    public IEnumerable<string> FindUndocumented()
    {
        string document = File.ReadAllText(Path.Combine(RepositoryLayout.Root, "docs", "compatibility.md"));
        return Names.Where(name => !document.Contains($"\n## {name}\n", StringComparison.Ordinal));
    }

    private static IEnumerable<Type> DeclaredBeside(Type type) => type.Assembly.GetTypes().Where(other => other.IsSubclassOf(typeof(Deviation)) && !other.IsNested);
}
