using System.Text.Json.Nodes;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>Whatever it is, it is not ours to judge.</summary>
internal sealed class AnyRule : SchemaRule
{
    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report)
    {
    }
}
