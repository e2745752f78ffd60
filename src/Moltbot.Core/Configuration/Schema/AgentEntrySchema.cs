namespace Moltbot.Core.Configuration.Schema;

/// <summary>One agent: an item of <c>agents.list</c>.</summary>
internal static class AgentEntrySchema
{
    public static SchemaRule Entry => Rules.Object(Members, "id");

    private static SchemaRule? Members(string name) => name switch
    {
        "id" or "name" or "workspace" or "agentDir" => Rules.Text,
        "default" => Rules.Flag,
        "model" => AgentsSchema.ModelOrChoice,
        "memorySearch" => MemorySearchSchema.Section,
        "humanDelay" => AgentsSchema.HumanDelay,
        "heartbeat" => HeartbeatSchema.Section,
        "identity" => Rules.Object(Identity),
        "groupChat" => Rules.Object(GroupChat),
        "subagents" => Rules.Object(Subagents),
        "sandbox" => SandboxSchema.Section,
        "tools" => ToolsSchema.AgentTools,
        _ => null,
    };

    private static SchemaRule? Identity(string name) => name switch
    {
        "name" or "theme" or "emoji" or "avatar" => Rules.Text,
        _ => null,
    };

    private static SchemaRule? GroupChat(string name) => name switch
    {
        "mentionPatterns" => Rules.Texts,
        "historyLimit" => Rules.PositiveInteger,
        _ => null,
    };

    private static SchemaRule? Subagents(string name) => name switch
    {
        "allowAgents" => Rules.Texts,
        "model" => AgentsSchema.ModelOrChoice,
        _ => null,
    };
}
