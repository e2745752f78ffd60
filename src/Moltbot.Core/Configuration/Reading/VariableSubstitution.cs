using System.Text.Json.Nodes;
using System.Text;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>Puts the values of environment variables in place of <c>${NAME}</c> (docs/gateway/config.md §5).</summary>
internal sealed class VariableSubstitution
{
    /// <summary>The most characters that all values together may have.</summary>
    public const int MostCharacters = 4 * 1024 * 1024;

    private readonly ProcessEnvironment environment;
    private readonly List<string> path = [];
    private readonly List<Replacement> replacements = [];
    private long characters;

    private VariableSubstitution(ProcessEnvironment environment) => this.environment = environment;

    /// <summary>The first variable that cannot be put in, or <see langword="null"/>.</summary>
    private UnusableVariable? Unusable { get; set; }

    /// <summary>Replaces the references in every text of a configuration; if one cannot be replaced, none is.</summary>
    /// <returns>The variable that cannot be put in, or <see langword="null"/>.</returns>
    public static UnusableVariable? Apply(ref JsonNode? root, ProcessEnvironment environment)
    {
        VariableSubstitution substitution = new(environment);
        if (substitution.ReplaceText(root) is { } text)
            root = text;
        else
            substitution.Visit(root);

        if (substitution.Unusable is null)
            substitution.ReplaceAll();

        return substitution.Unusable;
    }

    /// <summary>Whether a text refers to a variable.</summary>
    public static bool RefersToVariable(string text) => NamesIn(text).Any();

    /// <summary>The variables that a text refers to.</summary>
    public static IEnumerable<string> NamesIn(string text)
    {
        for (int i = text.IndexOf('$', StringComparison.Ordinal); i >= 0 && i < text.Length; i++)
        {
            if (ReadReference(text, i) is not { } reference)
                continue;
            if (!reference.IsEscaped)
                yield return reference.Name;

            i = reference.Last;
        }
    }

    private void Visit(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                    VisitChild(members, name, value);
                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                    VisitChild(items, i.ToString(PlainNumbers.Format), items[i]);
                break;
        }
    }

    private void VisitChild(JsonNode container, string step, JsonNode? value)
    {
        if (Unusable is not null)
            return;

        path.Add(step);
        if (value.IsContainer())
            Visit(value);
        else if (ReplaceText(value) is { } text)
            replacements.Add(new Replacement(container, step, text));

        path.RemoveAt(path.Count - 1);
    }

    private void ReplaceAll()
    {
        foreach ((JsonNode container, string step, JsonValue text) in replacements)
        {
            if (container is JsonArray items)
                items[int.Parse(step, PlainNumbers.Format)] = text;
            else
                container[step] = text;
        }
    }

    private JsonValue? ReplaceText(JsonNode? value) =>
        value.AsText() is { } text && text.Contains('$', StringComparison.Ordinal) ? JsonValue.Create(Expand(text)) : null;

    private string Expand(string text)
    {
        StringBuilder expanded = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (ReadReference(text, i) is not { } reference)
            {
                expanded.Append(text[i]);
                continue;
            }

            expanded.Append(reference.IsEscaped ? $"${{{reference.Name}}}" : ValueOf(reference.Name));
            i = reference.Last;
        }

        return expanded.ToString();
    }

    private string? ValueOf(string name)
    {
        if (environment.Get(name) is not { Length: > 0 } value)
        {
            Unusable ??= new UnusableVariable(name, [.. path]);
            return null;
        }

        characters += value.Length;
        if (characters <= MostCharacters)
            return value;

        Unusable ??= new UnusableVariable(name, [.. path], IsTooLong: true);
        return null;
    }

    /// <summary>Reads <c>${NAME}</c> or <c>$${NAME}</c>.</summary>
    private static Reference? ReadReference(string text, int start)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        bool isEscaped = rest.StartsWith("$${");
        if (!isEscaped && !rest.StartsWith("${"))
            return null;

        int nameStart = start + (isEscaped ? 3 : 2);
        int end = nameStart;
        while (end < text.Length && IsInNames(text[end]))
            end++;

        return end > nameStart && end < text.Length && text[end] == '}' && !char.IsAsciiDigit(text[nameStart])
            ? new Reference(text[nameStart..end], isEscaped, end)
            : null;
    }

    private static bool IsInNames(char c) => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_';

    private sealed record Replacement(JsonNode Container, string Step, JsonValue Text);

    private sealed record Reference(string Name, bool IsEscaped, int Last);
}
