using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Tests.Json5;

/// <summary>An edit of whatever is found at a random place of a document.</summary>
internal sealed class Json5RandomEdit(Func<JsonNode?> value, string name, int seed)
{
    /// <summary>One edit for each value and name.</summary>
    public static IReadOnlyList<Json5RandomEdit> Draw(IEnumerable<Func<JsonNode?>> values, IEnumerable<string> names, Random random) =>
        [.. values.Zip(names, (value, name) => new Json5RandomEdit(value, name, random.Next()))];

    /// <summary>Makes the edit.</summary>
    public Json5EditCheck Apply(Json5Document document)
    {
        Random random = new(seed);
        List<string> path = [];
        Json5Node node = Descend(document.Root, path, random);
        return (random.Next(5), node) switch
        {
            (0, _) when path.Count > 0 => Json5EditCheck.OfRemoval(document, path),
            (1 or 2, Json5Array items) => Json5EditCheck.OfInsertion(document, path, random.Next(items.Count + 1), value()),
            (3, Json5Array { Count: > 0 } items) => Json5EditCheck.OfMove(document, path, random.Next(items.Count)),
            (_, Json5Object members) => Json5EditCheck.OfSetting(document, [.. path, name, .. MoreSteps(members, random)], value()),
            _ => Json5EditCheck.OfSetting(document, path, value()),
        };
    }

    private string[] MoreSteps(Json5Object members, Random random) =>
        random.Next(3) == 0 && members.Member(name)?.Value is not Json5Array ? ["more", name] : [];

    private static Json5Node Descend(Json5Node node, List<string> path, Random random)
    {
        while (node is Json5Container { Count: > 0 } container && random.Next(4) > 0)
        {
            int index = random.Next(container.Count);
            path.Add(container is Json5Object { Members: var members } ? members[index].Name : index.ToString(CultureInfo.InvariantCulture));
            node = container.Find(path[^1])!;
        }

        return node;
    }
}
