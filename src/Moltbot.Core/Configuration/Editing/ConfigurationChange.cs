using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// One thing that is to be different in the configuration. Paths are names, and indexes of arrays, in the configuration
/// as a whole; in which file that is, <see cref="ConfigurationEditor"/> finds out. Texts are written as they are, so
/// <c>${NAME}</c> in one refers to a variable.
/// </summary>
public sealed class ConfigurationChange
{
    private readonly Func<JsonObject, JsonNode?, bool> meaning;

    private ConfigurationChange(ConfigurationChangeKind kind, IReadOnlyList<string> path, JsonNode? value, Func<JsonObject, JsonNode?, bool> meaning)
    {
        if (path.Count == 0)
            throw new MoltbotException(ErrorCode.InvalidArgument, "A change of the configuration needs a path. Name what is to be changed.");

        Kind = kind;
        Path = path;
        Value = value;
        this.meaning = meaning;
    }

    /// <summary>The steps to what is changed; for an item that is put into an array, to the array.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>What is done there.</summary>
    internal ConfigurationChangeKind Kind { get; }

    /// <summary>The new value. Never changed.</summary>
    internal JsonNode? Value { get; }

    /// <summary>The index that an item will have when it is put into an array, or has before it is moved.</summary>
    internal int Index { get; private init; }

    /// <summary>A value that takes the place of another, or is added with the objects around it that are missing.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the path is empty.</exception>
    public static ConfigurationChange Set(IReadOnlyList<string> path, JsonNode? value) =>
        new(ConfigurationChangeKind.Set, path, value, (root, copy) => SetIn(root, path, copy));

    /// <summary>An item that is put into an array.</summary>
    /// <param name="path">The steps to the array, which is there.</param>
    /// <param name="index">The index that the item will have.</param>
    /// <param name="value">The item.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the path is empty.</exception>
    internal static ConfigurationChange Insert(IReadOnlyList<string> path, int index, JsonNode? value) =>
        new(ConfigurationChangeKind.Insert, path, value, (root, copy) => InsertIn(root, path, index, copy)) { Index = index };

    /// <summary>An item that becomes the first of its array.</summary>
    /// <param name="path">The steps to the array, which is there.</param>
    /// <param name="index">The index that the item has.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the path is empty.</exception>
    internal static ConfigurationChange MoveToFront(IReadOnlyList<string> path, int index) =>
        new(ConfigurationChangeKind.MoveToFront, path, null, (root, _) => MoveInFront(root, path, index)) { Index = index };

    /// <summary>A member or an item that goes, if it is there.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the path is empty.</exception>
    public static ConfigurationChange Remove(IReadOnlyList<string> path) =>
        new(ConfigurationChangeKind.Remove, path, null, (root, _) => RemoveFrom(root, path));

    /// <summary>What is changed, without the value.</summary>
    public override string ToString() => string.Join('.', Path);

    /// <summary>Makes the change in a configuration that is in memory.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="variables">What the references in the new value stand for there; <see langword="null"/> to leave them.</param>
    /// <returns>Whether it made a difference.</returns>
    internal bool ApplyTo(JsonObject root, ProcessEnvironment? variables = null)
    {
        JsonNode? copy = Value.Copy();
        if (variables is not null)
            VariableSubstitution.Apply(ref copy, variables);

        return meaning(root, copy);
    }

    private static bool SetIn(JsonObject root, IReadOnlyList<string> path, JsonNode? value)
    {
        JsonNode parent = root;
        foreach (string step in path.SkipLast(1))
            parent = ContainerAt(parent, step);

        if (parent is JsonArray items)
            return SetItem(items, path[^1], value);

        JsonObject members = parent.AsObject();
        if (members.TryGetPropertyValue(path[^1], out JsonNode? old) && old.IsSameAs(value))
            return false;

        members[path[^1]] = value;
        return true;
    }

    private static bool SetItem(JsonArray items, string step, JsonNode? value)
    {
        int index = IndexOf(items, step) ?? throw NoSuchItem(step);
        if (index == items.Count)
            items.Add(value);
        else if (items[index].IsSameAs(value))
            return false;
        else
            items[index] = value;

        return true;
    }

    /// <summary>The object or array at a step; an object is made there if there is none.</summary>
    private static JsonNode ContainerAt(JsonNode parent, string step)
    {
        JsonNode? child = parent is JsonArray items ? ItemAt(items, step) : parent.Member(step);
        if (child.IsContainer())
            return child!;

        JsonObject created = [];
        if (parent is JsonArray array)
            SetItem(array, step, created);
        else
            parent[step] = created;

        return created;
    }

    private static bool InsertIn(JsonObject root, IReadOnlyList<string> path, int index, JsonNode? value)
    {
        ArrayWith(root, path, index, isNew: true).Insert(index, value);
        return true;
    }

    private static bool MoveInFront(JsonObject root, IReadOnlyList<string> path, int index)
    {
        JsonArray items = ArrayWith(root, path, index, isNew: false);
        JsonNode? item = items[index];
        items.RemoveAt(index);
        items.Insert(0, item);
        return index > 0;
    }

    private static JsonArray ArrayWith(JsonObject root, IReadOnlyList<string> path, int index, bool isNew) =>
        Find(root, path) is JsonArray items && index >= 0 && index < items.Count + (isNew ? 1 : 0)
            ? items
            : throw NoSuchItem(index.ToString(CultureInfo.InvariantCulture));

    private static bool RemoveFrom(JsonObject root, IReadOnlyList<string> path)
    {
        switch (Find(root, path.SkipLast(1)))
        {
            case JsonObject members:
                return members.Remove(path[^1]);
            case JsonArray items when IndexOf(items, path[^1]) is { } index && index < items.Count:
                items.RemoveAt(index);
                return true;
            default:
                return false;
        }
    }

    private static JsonNode? Find(JsonNode? root, IEnumerable<string> path) =>
        path.Aggregate(root, static (node, step) => node is JsonArray items ? ItemAt(items, step) : node.Member(step));

    private static JsonNode? ItemAt(JsonArray items, string step) =>
        IndexOf(items, step) is { } index && index < items.Count ? items[index] : null;

    /// <summary>The index of an item or of the place behind the last.</summary>
    private static int? IndexOf(JsonArray items, string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index <= items.Count ? index : null;

    private static MoltbotException NoSuchItem(string step) =>
        new(ErrorCode.InvalidArgument, $"The configuration has no array with an item {step} where one was to be changed.") { Subject = step };
}
