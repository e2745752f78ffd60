using System.Text.Json.Nodes;

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

    /// <summary>Puts an outcome in the place of the recorded one, and says whether it is another.</summary>
    protected static bool Expect(ConformanceCase recorded, JsonObject outcome)
    {
        bool differs = JsonDifference.Find(recorded.Expected, outcome) is not null;
        recorded.Expected.Clear();
        foreach ((string name, JsonNode? value) in outcome)
            recorded.Expected[name] = value?.DeepClone();

        return differs;
    }
}
