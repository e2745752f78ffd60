using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>One of some texts. The gateway words the refusal in three ways, depending on how it wrote the rule down.</summary>
internal sealed class ChoiceRule(string refusal, string[] choices) : SchemaRule
{
    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
        if (value.AsText() is not { } text || Array.IndexOf(choices, text) < 0)
            report.AddFatal(refusal);
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report) => report.AddFatal(refusal);
}
