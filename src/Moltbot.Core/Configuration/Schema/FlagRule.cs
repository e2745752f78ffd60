using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>True or false.</summary>
internal sealed class FlagRule : SchemaRule
{
    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
        if (value is not JsonValue || value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            report.AddWrongType("boolean", SchemaReport.TypeOf(value));
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report) => report.AddWrongType("boolean", "undefined");
}
