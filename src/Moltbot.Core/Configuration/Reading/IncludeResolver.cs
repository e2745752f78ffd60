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
    private readonly IncludeBudget budget;
    private readonly int level;
    private readonly List<string> path = [];

    /// <param name="sources">The files.</param>
    /// <param name="file">The one whose directives are followed.</param>
    /// <param name="chain">How one comes to it.</param>
    /// <param name="budget">What may still be included.</param>
    /// <param name="level">How deep its content comes to lie in the whole.</param>
    private IncludeResolver(ConfigurationSources sources, ConfigurationSource file, IReadOnlyList<string> chain, IncludeBudget budget, int level)
    {
        this.sources = sources;
        this.file = file;
        this.chain = chain;
        this.budget = budget;
        this.level = level;
    }

    /// <summary>The content of the main file with everything that it includes.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ConfigUnreadable"/> with the place of the directive, or of the fault in the included file.</exception>
    public static JsonNode? Resolve(ConfigurationSources sources) =>
        new IncludeResolver(sources, sources.Main, [sources.Main.Path], new IncludeBudget(), level: 0).Process(sources.Main.Document.Root.ToJson());

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
        if (level + path.Count > Json5Parser.MaximumDepth)
            throw ErrorAt(item: null, $"Includes nest deeper than {Json5Parser.MaximumDepth.ToString(PlainNumbers.Format)} levels");

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
            throw ErrorAt(item: null, "Sibling keys require included content to be an object");

        ProcessMembers(members);
        return Merge(target, members);
    }

    private JsonNode? Include(JsonNode? directive)
    {
        if (directive.AsText() is { } single)
            return IncludeFile(single, item: null);
        if (directive is not JsonArray several)
            throw ErrorAt(item: null, $"Invalid $include value: expected string or array of strings, got {TypeOf(directive)}");

        JsonNode? merged = new JsonObject();
        for (int i = 0; i < several.Count; i++)
        {
            string name = several[i].AsText()
                ?? throw ErrorAt(i, $"Invalid $include array item: expected string, got {TypeOf(several[i])}");
            merged = Merge(merged, IncludeFile(name, i));
        }

        return merged;
    }

    private JsonNode? IncludeFile(string name, int? item)
    {
        string fullPath = ResolvePath(name, item);
        if (sources.Bounds?.RefusalOf(name, fullPath) is { } refusal)
            throw ErrorAt(item, refusal);

        if (chain.Contains(fullPath, PathComparison.Here.Comparer))
            throw ErrorAt(item, $"Circular include detected: {string.Join(" -> ", chain)} -> {fullPath}");
        if (chain.Count > MaximumDepth)
            throw ErrorAt(item, $"Maximum include depth ({MaximumDepth.ToString(PlainNumbers.Format)}) exceeded at: {name}");

        ConfigurationSource included = Open(name, fullPath, item);
        if (!budget.TryTake(included))
            throw ErrorAt(item, $"What is included again and again has more than {IncludeBudget.MostRepeated.ToString(PlainNumbers.Format)} characters, at: {name}. Include each file where it is needed, and once");

        return new IncludeResolver(sources, included, [.. chain, fullPath], budget, level + path.Count).Process(included.Document.Root.ToJson());
    }

    /// <summary>Only who needs the place of a directive looks for it.</summary>
    private MoltbotException ErrorAt(int? item, string message, Exception? inner = null) => file.ErrorAt(file.FindDirective(path, item), message, inner);

    private string ResolvePath(string name, int? item)
    {
        try
        {
            return FullPath(name, file.Path);
        }
        catch (ArgumentException error)
        {
            throw ErrorAt(item, $"Failed to read include file: {name} (not a path)", error);
        }
    }

    private ConfigurationSource Open(string name, string fullPath, int? item)
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
            string what = error.InnerException is UnusableFileException other ? $", {other.Message}" : "";
            throw ErrorAt(item, $"Failed to read include file: {name} (resolved: {fullPath}){what}", error);
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
