using System.Text.Json.Nodes;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>An object with any names whose values all follow one rule, or none.</summary>
internal sealed class MapRule(SchemaRule? entry) : SchemaRule
{
    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
        if (value is not JsonObject members)
        {
            report.AddWrongType("record", SchemaReport.TypeOf(value));
            return;
        }

        if (entry is null)
            return;

        foreach ((string name, JsonNode? member) in members)
            report.CheckMember(name, member, entry);
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report) => report.AddWrongType("record", "undefined");
}
