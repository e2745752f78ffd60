using System.Text.Json.Nodes;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>What a value of the configuration must be. Messages are worded as the gateway words them.</summary>
internal abstract class SchemaRule
{
    /// <summary>Reports whatever is wrong with a value. A JSON null is a value too.</summary>
    public abstract void Check(JsonNode? value, SchemaReport report);

    /// <summary>Reports that a value that must be there is not.</summary>
    public abstract void CheckMissing(SchemaReport report);
}
