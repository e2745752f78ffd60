namespace Moltbot.Core.Json5;

/// <summary>The way along a path into a document, as far as there are values on it.</summary>
internal sealed class Json5Route
{
    private Json5Route(IReadOnlyList<Json5Container> containers, Json5Node end, string[] rest)
    {
        Containers = containers;
        End = end;
        Rest = rest;
    }

    /// <summary>The objects and arrays that lie around <see cref="End"/>, the outermost first.</summary>
    public IReadOnlyList<Json5Container> Containers { get; }

    /// <summary>The last value on the way that is there.</summary>
    public Json5Node End { get; }

    /// <summary>The steps from there to the end of the path; none when the value at its end is there.</summary>
    public IReadOnlyList<string> Rest { get; }

    /// <summary>Follows a path from a node. Of members with one name, the last is the way.</summary>
    public static Json5Route Follow(Json5Node root, IReadOnlyList<string> path)
    {
        List<Json5Container> containers = [];
        Json5Node end = root;
        int steps = 0;
        while (steps < path.Count && end is Json5Container container && container.Find(path[steps]) is { } next)
        {
            containers.Add(container);
            end = next;
            steps++;
        }

        return new Json5Route(containers, end, [.. path.Skip(steps)]);
    }
}
