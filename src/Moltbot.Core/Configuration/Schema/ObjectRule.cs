using System.Text.Json.Nodes;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>
/// An object with the members that a table names. The table is a function, so that only the rules of members that a
/// configuration really has are ever built.
/// </summary>
internal sealed class ObjectRule(Func<string, SchemaRule?> members, params string[] required) : SchemaRule
{
    /// <summary>A rule about the object as a whole. It is asked only if every member is of its type.</summary>
    public Action<JsonObject, SchemaReport>? Afterwards { get; init; }

    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
        if (value is not JsonObject json)
        {
            report.AddWrongType("object", SchemaReport.TypeOf(value));
            return;
        }

        int before = report.Count;
        CheckMembers(json, report);
        if (Afterwards is not null && !report.HasFatalSince(before))
            Afterwards(json, report);
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report) => report.AddWrongType("object", "undefined");

    private void CheckMembers(JsonObject json, SchemaReport report)
    {
        List<string>? unknown = null;
        foreach ((string name, JsonNode? member) in json)
        {
            if (members(name) is { } rule)
                report.CheckMember(name, member, rule);
            else
                (unknown ??= []).Add(name);
        }

        foreach (string name in required)
        {
            if (!json.ContainsKey(name))
                report.CheckMissing(name, members(name)!);
        }

        if (unknown is not null)
            report.AddUnknown(unknown);
    }
}
