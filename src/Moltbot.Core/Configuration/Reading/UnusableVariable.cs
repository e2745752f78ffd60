using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>A variable that a configuration refers to and that is not set or set to nothing, or by which it would become too long.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Path">The steps from the root to the text that refers to it.</param>
/// <param name="IsTooLong">Whether it is set, and there are too many characters with it.</param>
internal sealed record UnusableVariable(string Name, IReadOnlyList<string> Path, bool IsTooLong = false)
{
    /// <summary>What is wrong, in the gateway's words where it knows that.</summary>
    public string Describe(JsonNode? root) => IsTooLong
        ? $"With env var \"{Name}\" at config path: {PathWithBrackets(root)} the values of variables have more than {VariableSubstitution.MostCharacters.ToString(PlainNumbers.Format)} characters"
        : $"Missing env var \"{Name}\" referenced at config path: {PathWithBrackets(root)}";

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
