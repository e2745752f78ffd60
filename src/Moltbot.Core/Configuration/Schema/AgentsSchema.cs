namespace Moltbot.Core.Configuration.Schema;

/// <summary>The section <c>agents</c>, and what its defaults and its entries have in common.</summary>
internal static class AgentsSchema
{
    public static SchemaRule Section => Rules.Object(Agents);

    /// <summary>A primary model and what to try after it.</summary>
    public static SchemaRule ModelChoice => Rules.Object(ModelChoiceMembers);

    /// <summary>The same, or the name of one model.</summary>
    public static SchemaRule ModelOrChoice => Rules.Either(Rules.Text, ModelChoice);

    public static SchemaRule HumanDelay => Rules.Object(HumanDelayMembers);

    private static SchemaRule? Agents(string name) => name switch
    {
        "defaults" => AgentDefaultsSchema.Section,
        "list" => Rules.List(AgentEntrySchema.Entry),
        _ => null,
    };

    private static SchemaRule? ModelChoiceMembers(string name) => name switch
    {
        "primary" => Rules.Text,
        "fallbacks" => Rules.Texts,
        _ => null,
    };

    private static SchemaRule? HumanDelayMembers(string name) => name switch
    {
        "mode" => Rules.OneOf("off", "natural", "custom"),
        "minMs" or "maxMs" => Rules.NonNegativeInteger,
        _ => null,
    };
}
