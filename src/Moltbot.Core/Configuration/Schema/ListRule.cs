using System.Text.Json.Nodes;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>An array whose items all follow one rule.</summary>
internal sealed class ListRule(SchemaRule item) : SchemaRule
{
    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
        if (value is not JsonArray items)
        {
            report.AddWrongType("array", SchemaReport.TypeOf(value));
            return;
        }

        for (int i = 0; i < items.Count; i++)
            report.CheckItem(i, items[i], item);
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report) => report.AddWrongType("array", "undefined");
}
