namespace Moltbot.Core.Configuration.Schema;

/// <summary>What goes for all agents: <c>agents.defaults</c>.</summary>
internal static class AgentDefaultsSchema
{
    public static SchemaRule Section => Rules.Object(Defaults);

    private static SchemaRule? Defaults(string name) => name switch
    {
        "model" or "imageModel" => AgentsSchema.ModelChoice,
        "models" => Rules.Map(Rules.Object(Model)),
        "workspace" or "repoRoot" or "userTimezone" or "envelopeTimezone" => Rules.Text,
        "skipBootstrap" => Rules.Flag,
        "bootstrapMaxChars" or "contextTokens" or "timeoutSeconds" or "typingIntervalSeconds" or "maxConcurrent" => Rules.PositiveInteger,
        "mediaMaxMb" => Rules.PositiveNumber,
        "timeFormat" => Rules.OneOf("auto", "12", "24"),
        "envelopeTimestamp" or "envelopeElapsed" or "blockStreamingDefault" => Rules.OneOf("on", "off"),
        "thinkingDefault" => Rules.OneOf("off", "minimal", "low", "medium", "high", "xhigh"),
        "verboseDefault" => Rules.OneOf("off", "on", "full"),
        "elevatedDefault" => Rules.OneOf("off", "on", "ask", "full"),
        "typingMode" => Rules.OneOf("never", "instant", "thinking", "message"),
        "blockStreamingBreak" => Rules.OneOf("text_end", "message_end"),
        "blockStreamingChunk" => Rules.Object(BlockStreamingChunk),
        "blockStreamingCoalesce" => Rules.Object(BlockStreamingCoalesce),
        "humanDelay" => AgentsSchema.HumanDelay,
        "cliBackends" => Rules.Map(Rules.Object(CliBackend, "command")),
        "memorySearch" => MemorySearchSchema.Section,
        "contextPruning" => Rules.Object(ContextPruning),
        "compaction" => Rules.Object(Compaction),
        "heartbeat" => HeartbeatSchema.Section,
        "subagents" => Rules.Object(Subagents),
        "sandbox" => SandboxSchema.Section,
        _ => null,
    };

    private static SchemaRule? Model(string name) => name switch
    {
        "alias" => Rules.Text,
        "params" => Rules.Map(null),
        _ => null,
    };

    private static SchemaRule? BlockStreamingChunk(string name) => name switch
    {
        "minChars" or "maxChars" => Rules.PositiveInteger,
        "breakPreference" => Rules.OneOf("paragraph", "newline", "sentence"),
        _ => null,
    };

    private static SchemaRule? BlockStreamingCoalesce(string name) => name switch
    {
        "minChars" or "maxChars" => Rules.PositiveInteger,
        "idleMs" => Rules.NonNegativeInteger,
        _ => null,
    };

    private static SchemaRule? CliBackend(string name) => name switch
    {
        "command" or "modelArg" or "sessionArg" or "systemPromptArg" or "imageArg" => Rules.Text,
        "args" or "clearEnv" or "sessionArgs" or "resumeArgs" or "sessionIdFields" => Rules.Texts,
        "output" or "resumeOutput" => Rules.OneOf("json", "text", "jsonl"),
        "input" => Rules.OneOf("arg", "stdin"),
        "maxPromptArgChars" => Rules.PositiveInteger,
        "env" or "modelAliases" => Rules.TextMap,
        "sessionMode" => Rules.OneOf("always", "existing", "none"),
        "systemPromptMode" => Rules.OneOf("append", "replace"),
        "systemPromptWhen" => Rules.OneOf("first", "always", "never"),
        "imageMode" => Rules.OneOf("repeat", "list"),
        "serialize" => Rules.Flag,
        _ => null,
    };

    private static SchemaRule? ContextPruning(string name) => name switch
    {
        "mode" => Rules.OneOf("off", "cache-ttl"),
        "ttl" => Rules.Text,
        "keepLastAssistants" or "minPrunableToolChars" => Rules.NonNegativeInteger,
        "softTrimRatio" or "hardClearRatio" => Rules.Ratio,
        "tools" => ToolsSchema.Policy,
        "softTrim" => Rules.Object(SoftTrim),
        "hardClear" => Rules.Object(HardClear),
        _ => null,
    };

    private static SchemaRule? SoftTrim(string name) => name switch
    {
        "maxChars" or "headChars" or "tailChars" => Rules.NonNegativeInteger,
        _ => null,
    };

    private static SchemaRule? HardClear(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "placeholder" => Rules.Text,
        _ => null,
    };

    private static SchemaRule? Compaction(string name) => name switch
    {
        "mode" => Rules.OneOf("default", "safeguard"),
        "reserveTokensFloor" => Rules.NonNegativeInteger,
        "memoryFlush" => Rules.Object(MemoryFlush),
        _ => null,
    };

    private static SchemaRule? MemoryFlush(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "softThresholdTokens" => Rules.NonNegativeInteger,
        "prompt" or "systemPrompt" => Rules.Text,
        _ => null,
    };

    private static SchemaRule? Subagents(string name) => name switch
    {
        "maxConcurrent" or "archiveAfterMinutes" => Rules.PositiveInteger,
        "model" => AgentsSchema.ModelOrChoice,
        _ => null,
    };
}
