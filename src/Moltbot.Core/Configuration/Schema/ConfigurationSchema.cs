namespace Moltbot.Core.Configuration.Schema;

/// <summary>
/// The sections of <c>moltbot.json</c> that are ours to understand (docs/gateway/config.md §8). The others belong to other parts
/// of the gateway and change with it, so what is in them is left alone.
/// </summary>
internal static class ConfigurationSchema
{
    public static SchemaRule Root { get; } = new ObjectRule(Sections);

    /// <summary>Whether the gateway knows a top-level section of this name.</summary>
    public static bool IsKnownSection(string name) => name is
        "meta" or "env" or "wizard" or "diagnostics" or "logging" or "update" or "browser" or "ui" or "auth" or "models" or
        "nodeHost" or "agents" or "tools" or "bindings" or "broadcast" or "audio" or "media" or "messages" or "commands" or
        "approvals" or "session" or "cron" or "hooks" or "web" or "channels" or "discovery" or "canvasHost" or "talk" or
        "gateway" or "skills" or "plugins";

    private static SchemaRule Sections(string name) => name switch
    {
        "meta" => Rules.Object(Meta),
        "env" => Rules.Object(Env),
        "auth" => AuthSchema.Section,
        "models" => ModelsSchema.Section,
        "agents" => AgentsSchema.Section,
        _ => Rules.Anything,
    };

    private static SchemaRule? Meta(string name) => name switch
    {
        "lastTouchedVersion" or "lastTouchedAt" => Rules.Text,
        _ => null,
    };

    /// <summary>Every other member of the section is a variable.</summary>
    private static SchemaRule Env(string name) => name switch
    {
        "shellEnv" => Rules.Object(ShellEnv),
        "vars" => Rules.TextMap,
        _ => Rules.Text,
    };

    private static SchemaRule? ShellEnv(string name) => name switch
    {
        "enabled" => Rules.Flag,
        "timeoutMs" => Rules.NonNegativeInteger,
        _ => null,
    };
}
