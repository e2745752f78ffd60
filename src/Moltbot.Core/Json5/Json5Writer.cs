using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Json5;

/// <summary>Writes JSON values in the style of a document.</summary>
internal sealed class Json5Writer
{
    private readonly Json5Style style;
    private readonly StringBuilder text = new();

    private Json5Writer(Json5Style style) => this.style = style;

    /// <summary>A value as text.</summary>
    /// <param name="style">The style.</param>
    /// <param name="names">The names of objects to put around the value, each the only member of its object; the outermost first.</param>
    /// <param name="value">The value.</param>
    /// <param name="indentation">The indentation of the line that the text will start on.</param>
    /// <param name="onOneLine">Whether all has to stay on that line.</param>
    public static string Value(Json5Style style, ReadOnlySpan<string> names, JsonNode? value, string indentation, bool onOneLine)
    {
        Json5Writer writer = new(style);
        writer.AppendNested(names, value, indentation, onOneLine);
        return writer.text.ToString();
    }

    /// <summary>A member as text; see <see cref="Value"/>. The first of the names is the member's.</summary>
    public static string Member(Json5Style style, ReadOnlySpan<string> names, JsonNode? value, string indentation, bool onOneLine)
    {
        Json5Writer writer = new(style);
        writer.AppendMember(names, value, indentation, onOneLine);
        return writer.text.ToString();
    }

    /// <summary>Whether a name is one that everybody can see to be an identifier.</summary>
    public static bool CanGoWithoutQuotes(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '_');

    private void AppendNested(ReadOnlySpan<string> names, JsonNode? value, string indentation, bool onOneLine)
    {
        if (names.IsEmpty)
        {
            Append(value, indentation, onOneLine);
            return;
        }

        bool isFlat = names.Length == 1 && !value.IsContainer();
        Open('{', ref indentation, ref onOneLine, isFlat && style.KeepsObjectsOnOneLine, style.Padding);
        AppendMember(names, value, indentation, onOneLine);
        Close('}', indentation, onOneLine, style.Padding);
    }

    private void AppendMember(ReadOnlySpan<string> names, JsonNode? value, string indentation, bool onOneLine)
    {
        AppendName(names[0]);
        text.Append(style.Colon);
        AppendNested(names[1..], value, indentation, onOneLine);
    }

    private void Append(JsonNode? value, string indentation, bool onOneLine)
    {
        switch (value)
        {
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonObject members:
                AppendObject(members, indentation, onOneLine);
                break;
            case JsonArray items:
                AppendArray(items, indentation, onOneLine);
                break;
            default:
                AppendScalar(value);
                break;
        }
    }

    private void AppendObject(JsonObject members, string indentation, bool onOneLine)
    {
        bool isFlat = !HoldsContainer(members);
        Open('{', ref indentation, ref onOneLine, isFlat && style.KeepsObjectsOnOneLine, style.Padding);
        bool isFirst = true;
        foreach ((string name, JsonNode? value) in members)
        {
            Separate(ref isFirst, indentation, onOneLine);
            AppendMember([name], value, indentation, onOneLine);
        }

        Close('}', indentation, onOneLine, style.Padding);
    }

    private static bool HoldsContainer(JsonObject members)
    {
        foreach ((_, JsonNode? value) in members)
        {
            if (value.IsContainer())
                return true;
        }

        return false;
    }

    private void AppendArray(JsonArray items, string indentation, bool onOneLine)
    {
        bool isFlat = !items.Any(item => item.IsContainer());
        Open('[', ref indentation, ref onOneLine, isFlat && style.KeepsArraysOnOneLine, "");
        bool isFirst = true;
        foreach (JsonNode? item in items)
        {
            Separate(ref isFirst, indentation, onOneLine);
            Append(item, indentation, onOneLine);
        }

        Close(']', indentation, onOneLine, "");
    }

    private void Open(char bracket, ref string indentation, ref bool onOneLine, bool prefersOneLine, string padding)
    {
        onOneLine |= prefersOneLine;
        text.Append(bracket);
        if (onOneLine)
        {
            text.Append(padding);
            return;
        }

        indentation += style.Unit;
        text.Append(style.NewLine).Append(indentation);
    }

    private void Separate(ref bool isFirst, string indentation, bool onOneLine)
    {
        if (isFirst)
            isFirst = false;
        else if (onOneLine)
            text.Append(',').Append(style.Gap);
        else
            text.Append(',').Append(style.NewLine).Append(indentation);
    }

    private void Close(char bracket, string indentation, bool onOneLine, string padding)
    {
        if (onOneLine)
            text.Append(padding);
        else
            text.Append(style.EndsWithComma ? "," : "").Append(style.NewLine).Append(indentation, 0, indentation.Length - style.Unit.Length);

        text.Append(bracket);
    }

    private void AppendName(string name)
    {
        if (!style.QuotesNames && CanGoWithoutQuotes(name))
            text.Append(name);
        else
            AppendText(name);
    }

    private void AppendScalar(JsonNode? value)
    {
        if (value is null)
            text.Append("null");
        else if (value.AsText() is { } content)
            AppendText(content);
        else if (value.AsNumber() is { } number)
            text.Append(Number(number));
        else
            text.Append(value.ToJsonString());
    }

    /// <summary>The shortest digits that give the number again, or its name.</summary>
    private static string Number(double number) => double.IsFinite(number)
        ? JsonValue.Create(number).ToJsonString()
        : number.ToString(CultureInfo.InvariantCulture);

    private void AppendText(string content)
    {
        text.Append(style.Quote);
        for (int i = 0; i < content.Length; i++)
        {
            char c = content[i];
            if (char.IsHighSurrogate(c) && i + 1 < content.Length && char.IsLowSurrogate(content[i + 1]))
                text.Append(c).Append(content[++i]);
            else
                AppendCharacter(c);
        }

        text.Append(style.Quote);
    }

    private void AppendCharacter(char c)
    {
        if (c == style.Quote || c == '\\')
            text.Append('\\').Append(c);
        else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF')
            AppendEscape(c);
        else
            text.Append(c);
    }

    private void AppendEscape(char c)
    {
        int letter = "\b\f\n\r\t".IndexOf(c, StringComparison.Ordinal);
        if (letter >= 0)
            text.Append('\\').Append("bfnrt"[letter]);
        else
            text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
    }
}
