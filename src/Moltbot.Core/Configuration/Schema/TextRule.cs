using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>A text, perhaps one that must not be empty.</summary>
internal sealed class TextRule(bool allowsEmpty) : SchemaRule
{
    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
        if (value.AsText() is not { } text)
            report.AddWrongType("string", SchemaReport.TypeOf(value));
        else if (text.Length == 0 && !allowsEmpty)
            report.Add("Too small: expected string to have >=1 characters");
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report) => report.AddWrongType("string", "undefined");
}
