using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Moltbot.Core.Tests.Json5;

/// <summary>Writes JSON values as JSON5 in every style a person might use, chosen at random.</summary>
internal sealed class Json5Writing(int seed)
{
    private static readonly string[] Trivia =
    [
        "", "", "", " ", "  ", "\t", "\v", "\f", "\n", "\r\n", "\r", "\u2028", "\u00A0", "\uFEFF", "\u3000",
        "// it's {\n", "//\r\n", "// \"]\u2029", "/**/", "/* [, */", "/***/", "/*\r\n * it's \\\n */",
    ];

    private readonly Random random = new(seed);
    private readonly StringBuilder text = new();

    /// <summary>A value as a JSON5 text.</summary>
    public string Write(JsonNode? value)
    {
        text.Clear();
        AppendTrivia();
        Append(value);
        AppendTrivia();
        return text.ToString();
    }

    /// <summary>A text with a few characters taken out, put in or replaced.</summary>
    public string Damage(string original)
    {
        const string Junk = "{}[],:'\"\\/*-+.0xeINtu\n\r\u2028é#\0\u200B\uD83D\uDD11";
        StringBuilder damaged = new(original);
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int position = random.Next(damaged.Length + 1);
            if (position < damaged.Length && random.Next(2) == 0)
                damaged.Remove(position, 1);
            if (random.Next(2) == 0)
                damaged.Insert(position, Junk[random.Next(Junk.Length)]);
        }

        return damaged.ToString();
    }

    private void Append(JsonNode? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                AppendEntries('{', WithOverridden(members), AppendMember, '}');
                break;
            case JsonArray items:
                AppendEntries('[', items, Append, ']');
                break;
            case JsonValue scalar when scalar.TryGetValue(out double number):
                AppendNumber(number);
                break;
            case JsonValue scalar when scalar.TryGetValue(out bool flag):
                text.Append(flag ? "true" : "false");
                break;
            default:
                AppendString(value.GetValue<string>());
                break;
        }
    }

    private void AppendEntries<T>(char open, IEnumerable<T> entries, Action<T> append, char close)
    {
        text.Append(open);
        AppendTrivia();
        T[] all = [.. entries];
        for (int i = 0; i < all.Length; i++)
        {
            append(all[i]);
            AppendTrivia();
            if (i < all.Length - 1 || Chance(2))
                text.Append(',');
            AppendTrivia();
        }

        text.Append(close);
    }

    /// <summary>The members, some of them with another of the same name somewhere before.</summary>
    private List<KeyValuePair<string, JsonNode?>> WithOverridden(JsonObject members)
    {
        List<KeyValuePair<string, JsonNode?>> all = [.. members];
        for (int i = all.Count - 1; i >= 0; i--)
        {
            if (Chance(8))
                all.Insert(random.Next(i + 1), KeyValuePair.Create(all[i].Key, (JsonNode?)new JsonObject { ["overridden"] = (double)random.Next(9) }));
        }

        return all;
    }

    private void AppendMember(KeyValuePair<string, JsonNode?> member)
    {
        if (IsIdentifier(member.Key) && !Chance(4))
            AppendIdentifier(member.Key);
        else
            AppendString(member.Key);

        AppendTrivia();
        text.Append(':');
        AppendTrivia();
        Append(member.Value);
    }

    private void AppendIdentifier(string name)
    {
        foreach (char c in name)
            text.Append(Chance(8) ? UnicodeEscape(c) : c.ToString());
    }

    private void AppendString(string value)
    {
        char quote = Chance(2) ? '"' : '\'';
        text.Append(quote);
        for (int i = 0; i < value.Length; i++)
        {
            if (Chance(12))
                text.Append("\\\r\n");
            text.Append(InString(value[i], quote, next: i + 1 < value.Length ? value[i + 1] : quote));
        }

        text.Append(quote);
    }

    private string InString(char c, char quote, char next) => c switch
    {
        '\n' or '\r' or '\b' or '\f' or '\t' or '\v' when Chance(2) => "\\" + "btnvfr"[c - '\b'],
        '\0' when !char.IsAsciiDigit(next) && Chance(2) => "\\0",
        '\n' or '\r' => UnicodeEscape(c),
        '\\' => @"\\",
        _ when c == quote => "\\" + c,
        < '\u0100' when Chance(8) => $@"\x{(int)c:X2}",
        _ when Chance(8) => UnicodeEscape(c),
        _ => c.ToString(),
    };

    private void AppendNumber(double number)
    {
        if (double.IsNaN(number))
        {
            text.Append(Sign(isNegative: Chance(2))).Append("NaN");
            return;
        }

        text.Append(Sign(double.IsNegative(number))).Append(Magnitude(Math.Abs(number)));
    }

    private string Sign(bool isNegative) => isNegative ? "-" : Chance(4) ? "+" : "";

    private string Magnitude(double number)
    {
        if (double.IsInfinity(number))
            return "Infinity";

        bool isInteger = number < 1e15 && Math.Floor(number) == number;
        string plain = number.ToString("R", CultureInfo.InvariantCulture);
        return random.Next(4) switch
        {
            0 when isInteger => $"0x{(long)number:x}",
            1 when isInteger => plain + ".",
            1 when plain.StartsWith("0.", StringComparison.Ordinal) => plain[1..],
            2 => number.ToString("E16", CultureInfo.InvariantCulture),
            _ => plain.ToLowerInvariant(),
        };
    }

    private void AppendTrivia() => text.Append(Trivia[random.Next(Trivia.Length)]).Append(Trivia[random.Next(Trivia.Length)]);

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private static string UnicodeEscape(char c) => $@"\u{(int)c:x4}";

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '_' or 'é');
}
