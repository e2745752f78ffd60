using System.Text.Json.Nodes;

namespace Moltbot.Core.Json5;

/// <summary>A value in a JSON5 text, and where it stands there.</summary>
internal abstract class Json5Node
{
    private protected Json5Node(Json5Span span) => Span = span;

    /// <summary>The value's own text, from its first to its last character, without the trivia around it.</summary>
    public Json5Span Span { get; }

    /// <summary>
    /// The value at the end of a path, or <see langword="null"/> when there is none. A step into an object is a member's
    /// name, a step into an array an index from 0. An empty path leads to this node.
    /// </summary>
    public Json5Node? Find(params string[] path)
    {
        Json5Node? node = this;
        foreach (string step in path)
            node = node?.Child(step);

        return node;
    }

    /// <summary>
    /// The value as a new JSON tree. Numbers are doubles, and may be NaN or infinite. Of members with the same name the
    /// last one's value stands in the place of the first, as in ECMAScript.
    /// </summary>
    public abstract JsonNode? ToJson();

    private protected virtual Json5Node? Child(string step) => null;
}
