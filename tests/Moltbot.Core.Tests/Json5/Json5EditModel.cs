using System.Globalization;
using System.Text.Json.Nodes;

namespace Moltbot.Core.Tests.Json5;

/// <summary>What edits mean, on JSON values.</summary>
internal static class Json5EditModel
{
    public static JsonNode? Find(JsonNode? root, IEnumerable<string> path) => path.Aggregate(root, Step);

    public static JsonNode? Set(JsonNode? root, IReadOnlyList<string> path, JsonNode? value)
    {
        if (path.Count == 0)
            return Copy(value);
        if (root is JsonArray items)
        {
            int index = int.Parse(path[0], CultureInfo.InvariantCulture);
            items[index] = Set(Detached(items[index], () => items[index] = null), [.. path.Skip(1)], value);
            return items;
        }

        JsonObject members = root as JsonObject ?? [];
        members.TryGetPropertyValue(path[0], out JsonNode? old);
        members[path[0]] = Set(Detached(old, () => members.Remove(path[0])), [.. path.Skip(1)], value);
        return members;
    }

    public static JsonNode? Remove(JsonNode? root, IReadOnlyList<string> path)
    {
        switch (Find(root, path.SkipLast(1)))
        {
            case JsonObject members:
                members.Remove(path[^1]);
                break;
            case JsonArray items:
                items.RemoveAt(int.Parse(path[^1], CultureInfo.InvariantCulture));
                break;
        }

        return root;
    }

    public static JsonNode? Copy(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Copy(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Copy)]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Step(JsonNode? node, string step) =>
        node is JsonArray items ? items[int.Parse(step, CultureInfo.InvariantCulture)] : node?[step];

    private static JsonNode? Detached(JsonNode? node, Action detach)
    {
        detach();
        return node;
    }
}
