using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>Collects issues on a walk through the configuration, and knows where the walk stands.</summary>
internal sealed class SchemaReport
{
    private readonly List<string> path = [];
    private readonly List<SchemaIssue> issues = [];

    /// <summary>The issues so far.</summary>
    public IReadOnlyList<SchemaIssue> Issues => issues;

    /// <summary>How many issues there are so far.</summary>
    public int Count => issues.Count;

    /// <summary>Checks a member of the value at which the walk stands.</summary>
    public void CheckMember(string name, JsonNode? value, SchemaRule rule)
    {
        path.Add(name);
        rule.Check(value, this);
        path.RemoveAt(path.Count - 1);
    }

    /// <summary>Checks an item of the array at which the walk stands.</summary>
    public void CheckItem(int index, JsonNode? value, SchemaRule rule) =>
        CheckMember(index.ToString(PlainNumbers.Format), value, rule);

    /// <summary>Reports a member that the value at which the walk stands must have.</summary>
    public void CheckMissing(string name, SchemaRule rule)
    {
        path.Add(name);
        rule.CheckMissing(this);
        path.RemoveAt(path.Count - 1);
    }

    /// <summary>Reports that a value is of the wrong type.</summary>
    public void AddWrongType(string expected, string received) => AddFatal($"Invalid input: expected {expected}, received {received}");

    /// <summary>Reports a value that cannot be taken for what it should be.</summary>
    public void AddFatal(string message) => issues.Add(new SchemaIssue([.. path], message, IsFatal: true));

    /// <summary>Reports a value, or one a few steps further on, that is of its type but not allowed.</summary>
    public void Add(string message, params ReadOnlySpan<string> steps) => issues.Add(new SchemaIssue([.. path, .. steps], message, IsFatal: false));

    /// <summary>Reports members that the object has but its type has not.</summary>
    public void AddUnknown(IReadOnlyList<string> names)
    {
        string keys = names.Count == 1 ? "key" : "keys";
        issues.Add(new SchemaIssue([.. path], $"Unrecognized {keys}: \"{string.Join("\", \"", names)}\"", IsFatal: false, names[0]));
    }

    /// <summary>Whether one of the issues since an earlier count is fatal.</summary>
    public bool HasFatalSince(int count)
    {
        for (int i = count; i < issues.Count; i++)
        {
            if (issues[i].IsFatal)
                return true;
        }

        return false;
    }

    /// <summary>Takes back the issues since an earlier count.</summary>
    public IReadOnlyList<SchemaIssue> TakeSince(int count)
    {
        List<SchemaIssue> taken = issues.GetRange(count, issues.Count - count);
        issues.RemoveRange(count, taken.Count);
        return taken;
    }

    /// <summary>Puts back issues that were taken.</summary>
    public void Restore(IReadOnlyList<SchemaIssue> taken) => issues.AddRange(taken);

    /// <summary>The type of a value as messages call it.</summary>
    public static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray => "array",
        JsonObject => "object",
        _ when value.AsNumber() is { } number => double.IsNaN(number) ? "NaN" : "number",
        _ when value.AsText() is not null => "string",
        _ => "boolean",
    };
}
