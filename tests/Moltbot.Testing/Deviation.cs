namespace Moltbot.Testing;

/// <summary>
/// A named place where we differ from the reference on purpose. Where its condition holds it rewrites the recorded
/// expectation into ours, so it applies to any recording. Its reason stands in docs/compatibility.md under its name.
/// </summary>
public abstract class Deviation
{
    /// <summary>The heading in docs/compatibility.md.</summary>
    public string Name => GetType().Name;

    /// <summary>The kinds of recordings that the rule is about.</summary>
    public abstract IReadOnlyList<string> Kinds { get; }

    /// <summary>Changes the expectation of a case that the rule is about, and says whether it did.</summary>
    public abstract bool Rewrite(ConformanceCase recorded);

    /// <summary>Applies every rule for the case's kind, and names those that changed it.</summary>
    public static IReadOnlyList<string> Apply(ConformanceCase recorded, params IEnumerable<Deviation> rules) =>
        [.. rules.Where(rule => rule.Kinds.Contains(recorded.Kind) && rule.Rewrite(recorded)).Select(rule => rule.Name)];
}
