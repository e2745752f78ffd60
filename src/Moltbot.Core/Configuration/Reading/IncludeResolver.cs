using System.Text.Json.Nodes;
using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json5;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>Puts the content of other files in place of <c>$include</c> (docs/gateway/config.md §4).</summary>
internal sealed class IncludeResolver
{
    /// <summary>The name of the member that includes.</summary>
    public const string Key = "$include";

    private const int MaximumDepth = 10;

    private readonly ConfigurationSources sources;
    private readonly ConfigurationSource file;
    private readonly IReadOnlyList<string> chain;
    private readonly List<string> path = [];

    private IncludeResolver(ConfigurationSources sources, ConfigurationSource file, IReadOnlyList<string> chain)
    {
        this.sources = sources;
        this.file = file;
        this.chain = chain;
    }

    /// <summary>The content of the main file with everything that it includes.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ConfigUnreadable"/> with the place of the directive, or of the fault in the included file.</exception>
    public static JsonNode? Resolve(ConfigurationSources sources) =>
        new IncludeResolver(sources, sources.Main, [sources.Main.Path]).Process(sources.Main.Document.Root.ToJson());

    /// <summary>The absolute path that a directive in a file names.</summary>
    public static string FullPath(string directive, string includingFile) =>
        Path.GetFullPath(directive, Path.GetDirectoryName(includingFile)!);

    private JsonNode? Process(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                ProcessItems(items);
                return items;
            case JsonObject members when members.ContainsKey(Key):
                return ProcessDirective(members);
            case JsonObject members:
                ProcessMembers(members);
                return members;
            default:
                return node;
        }
    }

    private void ProcessItems(JsonArray items)
    {
        for (int i = 0; i < items.Count; i++)
        {
            JsonNode? item = items[i];
            JsonNode? processed = ProcessAt(i.ToString(PlainNumbers.Format), item);
            if (!ReferenceEquals(item, processed))
                items[i] = processed;
        }
    }

    private void ProcessMembers(JsonObject members)
    {
        members.Remove(EcmaScriptText.Prototype);
        List<KeyValuePair<string, JsonNode?>>? replaced = null;
        foreach ((string name, JsonNode? value) in members)
        {
            JsonNode? processed = ProcessAt(name, value);
            if (!ReferenceEquals(value, processed))
                (replaced ??= []).Add(KeyValuePair.Create(name, processed));
        }

        foreach ((string name, JsonNode? processed) in replaced ?? [])
            members[name] = processed;
    }

    private JsonNode? ProcessAt(string step, JsonNode? node)
    {
        if (!node.IsContainer())
            return node;

        path.Add(step);
        JsonNode? processed = Process(node);
        path.RemoveAt(path.Count - 1);
        return processed;
    }

    private JsonNode? ProcessDirective(JsonObject members)
    {
        JsonNode? included = Include(members[Key]);
        members.Remove(Key);
        if (members.Count == 0)
            return included;

        if (included is not JsonObject target)
            throw file.ErrorAt(file.FindDirective(path), "Sibling keys require included content to be an object");

        ProcessMembers(members);
        return Merge(target, members);
    }

    private JsonNode? Include(JsonNode? directive)
    {
        if (directive.AsText() is { } single)
            return IncludeFile(single, file.FindDirective(path));
        if (directive is not JsonArray several)
            throw file.ErrorAt(file.FindDirective(path), $"Invalid $include value: expected string or array of strings, got {TypeOf(directive)}");

        JsonNode? merged = new JsonObject();
        for (int i = 0; i < several.Count; i++)
        {
            Json5Node? place = file.FindDirective(path, i);
            string name = several[i].AsText()
                ?? throw file.ErrorAt(place, $"Invalid $include array item: expected string, got {TypeOf(several[i])}");
            merged = Merge(merged, IncludeFile(name, place));
        }

        return merged;
    }

    private JsonNode? IncludeFile(string name, Json5Node? place)
    {
        string fullPath = ResolvePath(name, place);
        if (chain.Contains(fullPath, StringComparer.Ordinal))
            throw file.ErrorAt(place, $"Circular include detected: {string.Join(" -> ", chain)} -> {fullPath}");
        if (chain.Count > MaximumDepth)
            throw file.ErrorAt(place, $"Maximum include depth ({MaximumDepth.ToString(PlainNumbers.Format)}) exceeded at: {name}");

        ConfigurationSource included = Open(name, fullPath, place);
        return new IncludeResolver(sources, included, [.. chain, fullPath]).Process(included.Document.Root.ToJson());
    }

    private string ResolvePath(string name, Json5Node? place)
    {
        try
        {
            return FullPath(name, file.Path);
        }
        catch (ArgumentException error)
        {
            throw file.ErrorAt(place, $"Failed to read include file: {name} (not a path)", error);
        }
    }

    private ConfigurationSource Open(string name, string fullPath, Json5Node? place)
    {
        try
        {
            return sources.Open(fullPath);
        }
        catch (MoltbotException error) when (error.Code == ErrorCode.SyntaxError)
        {
            string message = $"Failed to parse include file: {name} (resolved: {fullPath}): {error.Message}";
            throw new MoltbotException(ErrorCode.ConfigUnreadable, message, error) { Path = fullPath, Line = error.Line, Column = error.Column };
        }
        catch (MoltbotException error)
        {
            string what = error.InnerException is NotAFileException other ? $", {other.Message}" : "";
            throw file.ErrorAt(place, $"Failed to read include file: {name} (resolved: {fullPath}){what}", error);
        }
    }

    /// <summary>Joins arrays, merges objects member by member, and otherwise takes the later value. Uses up both.</summary>
    private static JsonNode? Merge(JsonNode? target, JsonNode? source)
    {
        if (target is JsonArray items && source is JsonArray moreItems)
            return Append(items, moreItems);

        return target is JsonObject members && source is JsonObject moreMembers ? Append(members, moreMembers) : source;
    }

    private static JsonArray Append(JsonArray target, JsonArray source)
    {
        JsonNode?[] items = [.. source];
        source.Clear();
        foreach (JsonNode? item in items)
            target.Add(item);

        return target;
    }

    private static JsonObject Append(JsonObject target, JsonObject source)
    {
        KeyValuePair<string, JsonNode?>[] members = [.. source];
        source.Clear();
        foreach ((string name, JsonNode? value) in members)
        {
            JsonNode? merged = target.TryGetPropertyValue(name, out JsonNode? earlier) ? Merge(earlier, value) : value;
            if (merged is null || !ReferenceEquals(merged, earlier))
                target[name] = merged;
        }

        return target;
    }

    /// <summary>The type of a value as JavaScript calls it.</summary>
    private static string TypeOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "object",
    };
}
