using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>The members that name files and directories, recognised by their names (docs/gateway/config.md §3).</summary>
internal static class ConfiguredPaths
{
    private static readonly string[] Endings = ["dir", "path", "paths", "file", "root", "workspace"];

    /// <summary>Replaces every path that starts at the home directory by an absolute one, in place.</summary>
    public static void Expand(JsonNode? node, ProcessEnvironment environment)
    {
        switch (node)
        {
            case JsonObject members:
                ExpandMembers(members, environment);
                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                    Expand(item, environment);
                break;
        }
    }

    private static void ExpandMembers(JsonObject members, ProcessEnvironment environment)
    {
        List<KeyValuePair<string, JsonNode?>>? expanded = null;
        foreach ((string name, JsonNode? value) in members)
        {
            if (value is JsonArray items && IsListOfPaths(name))
                ExpandItems(items, environment);

            if (value.IsContainer())
                Expand(value, environment);
            else if (IsPath(name) && ExpandText(value, environment) is { } path)
                (expanded ??= []).Add(KeyValuePair.Create(name, (JsonNode?)path));
        }

        foreach ((string name, JsonNode? path) in expanded ?? [])
            members[name] = path;
    }

    private static void ExpandItems(JsonArray items, ProcessEnvironment environment)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (ExpandText(items[i], environment) is { } path)
                items[i] = path;
        }
    }

    private static JsonValue? ExpandText(JsonNode? value, ProcessEnvironment environment) =>
        value.AsText() is { } text && text.Contains('~', StringComparison.Ordinal) && UserPath.StartsWithHome(EcmaScriptText.Trim(text))
            ? JsonValue.Create(UserPath.Expand(text, environment))
            : null;

    private static bool IsPath(string name) =>
        IsListOfPaths(name) || Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsListOfPaths(string name) => name is "paths" or "pathPrepend";
}
