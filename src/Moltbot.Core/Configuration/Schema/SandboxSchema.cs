namespace Moltbot.Core.Configuration.Schema;

/// <summary>The block <c>sandbox</c>, the same for the defaults and for one agent.</summary>
internal static class SandboxSchema
{
    public static SchemaRule Section => Rules.Object(Sandbox);

    private static SchemaRule? Sandbox(string name) => name switch
    {
        "mode" => Rules.OneOf("off", "non-main", "all"),
        "workspaceAccess" => Rules.OneOf("none", "ro", "rw"),
        "sessionToolsVisibility" => Rules.OneOf("spawned", "all"),
        "scope" => Rules.OneOf("session", "agent", "shared"),
        "perSession" => Rules.Flag,
        "workspaceRoot" => Rules.Text,
        "docker" => Rules.Object(Docker),
        "browser" => Rules.Object(Browser),
        "prune" => Rules.Object(Prune),
        _ => null,
    };

    private static SchemaRule? Docker(string name) => name switch
    {
        "image" or "containerPrefix" or "workdir" or "network" or "user" or "setupCommand" or "seccompProfile" or "apparmorProfile" => Rules.Text,
        "readOnlyRoot" => Rules.Flag,
        "tmpfs" or "capDrop" or "dns" or "extraHosts" or "binds" => Rules.Texts,
        "env" => Rules.TextMap,
        "pidsLimit" => Rules.PositiveInteger,
        "memory" or "memorySwap" => Rules.Either(Rules.Text, Rules.Number),
        "cpus" => Rules.PositiveNumber,
        "ulimits" => Rules.Map(Rules.Either(Rules.Text, Rules.Number, Rules.Object(UserLimit))),
        _ => null,
    };

    private static SchemaRule? UserLimit(string name) => name switch
    {
        "soft" or "hard" => Rules.NonNegativeInteger,
        _ => null,
    };

    private static SchemaRule? Browser(string name) => name switch
    {
        "enabled" or "headless" or "enableNoVnc" or "allowHostControl" or "autoStart" => Rules.Flag,
        "image" or "containerPrefix" => Rules.Text,
        "cdpPort" or "vncPort" or "noVncPort" or "autoStartTimeoutMs" => Rules.PositiveInteger,
        "allowedControlUrls" or "allowedControlHosts" => Rules.Texts,
        "allowedControlPorts" => Rules.List(Rules.PositiveInteger),
        _ => null,
    };

    private static SchemaRule? Prune(string name) => name switch
    {
        "idleHours" or "maxAgeDays" => Rules.NonNegativeInteger,
        _ => null,
    };
}
