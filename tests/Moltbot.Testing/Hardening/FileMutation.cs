using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moltbot.Testing.Hardening;

/// <summary>Changes the content of a file as a seed says: bytes, and, where it is JSON, values.</summary>
/// <param name="random">Where it is drawn from.</param>
public sealed class FileMutation(Random random)
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", "'", ":", ",", "//", "/*", "*/", "\\", "\\u0000", "\\ud800", "\0", "\u2028", "\u202e", "\ufeff", "\u001b[31m", "\r", "\n", "=", "#", "$", "${", "${A}", "$${", "}",
            "null", "true", "NaN", "Infinity", "-0", "1e999", "-1e-999", "0x", "9007199254740993", "1.7976931348623157e308", "__proto__", "constructor", "$include", "moltbot.json", "version", "profiles",
            "export ", "\"\"", "''", "anthropic:p0", "main", "api_key", "oauth",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFE, 0xFF], [0xFF, 0xFE], Encoding.UTF8.GetBytes(new string('[', 3000)), Encoding.UTF8.GetBytes(new string(' ', 5000)), Encoding.UTF8.GetBytes(new string('9', 400)),
    ];

    /// <summary>The content with one to six changes.</summary>
    public byte[] Of(byte[] content)
    {
        byte[] changed = random.Next(3) == 0 ? OfJson(content) : content;
        for (int changes = random.Next(6); changes >= 0; changes--)
            changed = OfBytes(changed);

        return changed;
    }

    private byte[] OfBytes(byte[] content)
    {
        int at = random.Next(content.Length + 1);
        int length = Math.Min(random.Next(1, 40), content.Length - at);
        byte[] piece = Pieces[random.Next(Pieces.Length)];
        return random.Next(8) switch
        {
            0 => [.. content[..at], .. content[(at + length)..]],
            1 => [.. content[..(at + length)], .. content[at..]],
            2 => content[..at],
            3 when length > 0 => [.. content[..at], (byte)(content[at] ^ (1 << random.Next(8))), .. content[(at + 1)..]],
            4 => [.. content[..at], .. piece, .. content[(at + length)..]],
            5 => [.. content, .. content[at..(at + length)]],
            _ => [.. content[..at], .. piece, .. content[at..]],
        };
    }

    private byte[] OfJson(byte[] content)
    {
        try
        {
            JsonNode root = JsonNode.Parse(content)!;
            List<JsonNode> containers = [];
            Collect(root, containers);
            JsonNode container = containers[random.Next(containers.Count)];
            if (container is JsonObject { Count: > 0 } members)
                Change(members, members.ElementAt(random.Next(members.Count)).Key);
            else if (container is JsonArray { Count: > 0 } items)
                items[random.Next(items.Count)] = Value();

            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
        catch (JsonException)
        {
            return content;
        }
    }

    private void Change(JsonObject members, string name)
    {
        switch (random.Next(4))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                JsonNode? value = members[name]?.DeepClone();
                members.Remove(name);
                members[Word()] = value;
                break;
            case 2:
                members[Word()] = Value();
                break;
            default:
                members[name] = Value();
                break;
        }
    }

    private JsonNode? Value() => random.Next(9) switch
    {
        0 => null,
        1 => JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-10, 300))),
        2 => JsonValue.Create(-random.Next()),
        3 => JsonValue.Create(random.Next(2) == 0),
        4 => new JsonArray(JsonValue.Create(Word()), null, new JsonArray()),
        5 => new JsonObject { [Word()] = Word() },
        6 => JsonValue.Create(""),
        _ => JsonValue.Create(Word()),
    };

    private string Word() => Encoding.UTF8.GetString(Pieces[random.Next(Pieces.Length)]);

    private static void Collect(JsonNode? node, List<JsonNode> found)
    {
        if (node is JsonObject members)
        {
            found.Add(members);
            foreach ((_, JsonNode? value) in members)
                Collect(value, found);
        }
        else if (node is JsonArray items)
        {
            found.Add(items);
            foreach (JsonNode? item in items)
                Collect(item, found);
        }
    }
}
