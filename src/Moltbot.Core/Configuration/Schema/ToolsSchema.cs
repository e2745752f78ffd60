namespace Moltbot.Core.Configuration.Schema;

/// <summary>What an agent may do with tools.</summary>
internal static class ToolsSchema
{
    public static SchemaRule AgentTools => Rules.Object(Members);

    /// <summary>Lists of tools that are allowed and denied.</summary>
    public static SchemaRule Policy => Rules.Object(PolicyMembers);

    private static SchemaRule Profile => Rules.OneOf("minimal", "coding", "messaging", "full");

    private static SchemaRule? Members(string name) => name switch
    {
        "profile" => Profile,
        "allow" or "deny" => Rules.Texts,
        "byProvider" => Rules.Map(Rules.Object(PolicyWithProfile)),
        "elevated" => Rules.Object(Elevated),
        "exec" => Rules.Object(Exec),
        "sandbox" => Rules.Object(Sandbox),
        _ => null,
    };

    private static SchemaRule? PolicyMembers(string name) => name switch
    {
        "allow" or "deny" => Rules.Texts,
        _ => null,
    };

    private static SchemaRule? PolicyWithProfile(string name) => name switch
    {
        "allow" or "deny" => Rules.Texts,
        "profile" => Profile,
        _ => null,
    };

    private static SchemaRule? Elevated(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "allowFrom" => Rules.Map(Rules.List(Rules.Either(Rules.Text, Rules.Number))),
        _ => null,
    };

    private static SchemaRule? Exec(string name) => name switch
    {
        "host" => Rules.Option("sandbox", "gateway", "node"),
        "security" => Rules.Option("deny", "allowlist", "full"),
        "ask" => Rules.Option("off", "on-miss", "always"),
        "node" => Rules.Text,
        "pathPrepend" or "safeBins" => Rules.Texts,
        "backgroundMs" or "timeoutSec" or "cleanupMs" => Rules.PositiveInteger,
        "approvalRunningNoticeMs" => Rules.NonNegativeInteger,
        "notifyOnExit" => Rules.Flag,
        "applyPatch" => Rules.Object(ApplyPatch),
        _ => null,
    };

    private static SchemaRule? ApplyPatch(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "allowModels" => Rules.Texts,
        _ => null,
    };

    private static SchemaRule? Sandbox(string name) => name switch
    {
        "tools" => Policy,
        _ => null,
    };
}
