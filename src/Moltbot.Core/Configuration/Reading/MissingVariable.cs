using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>A variable that a configuration refers to and that is not set, or set to nothing.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Path">The steps from the root to the text that refers to it.</param>
internal sealed record MissingVariable(string Name, IReadOnlyList<string> Path)
{
    /// <summary>What is wrong, in the gateway's words.</summary>
    public string Describe(JsonNode? root) =>
        $"Missing env var \"{Name}\" referenced at config path: {PathWithBrackets(root)}";

    private string PathWithBrackets(JsonNode? node)
    {
        StringBuilder text = new();
        foreach (string step in Path)
        {
            if (node is JsonArray items)
            {
                text.Append('[').Append(step).Append(']');
                node = items[int.Parse(step, CultureInfo.InvariantCulture)];
                continue;
            }

            text.Append(text.Length == 0 ? "" : ".").Append(step);
            node = node.Member(step);
        }

        return text.ToString();
    }
}
