using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>
/// What the gateway puts in where a configuration says nothing (docs/gateway/config.md §10). All of it changes the given JSON,
/// which follows the schema; sections that are not ours may hold anything.
/// </summary>
internal static class ConfigurationDefaults
{
    private const double MaxConcurrentAgents = 4;
    private const double MaxConcurrentSubagents = 8;

    /// <summary>What a snapshot of an existing file shows.</summary>
    public static void ApplyToSnapshot(JsonObject root)
    {
        ApplyToMessages(root);
        ApplyToLogging(root);
        ApplyToSession(root);
        ApplyToAgents(root);
        ModelDefaults.Apply(root);
    }

    /// <summary>What a snapshot shows when there is no file.</summary>
    public static void ApplyToMissingFile(JsonObject root, ProcessEnvironment environment)
    {
        ApplyToMessages(root);
        ApplyToAgents(root);
        ContextPruningDefaults.Apply(root, environment);
        ApplyToCompaction(root);
    }

    /// <summary>What the program works with.</summary>
    public static void ApplyToRunTime(JsonObject root, ProcessEnvironment environment)
    {
        ApplyToMessages(root);
        ApplyToLogging(root);
        ApplyToSession(root);
        ApplyToAgents(root);
        ContextPruningDefaults.Apply(root, environment);
        ApplyToCompaction(root);
        ModelDefaults.Apply(root);
    }

    private static void ApplyToMessages(JsonObject root)
    {
        if (!root.ContainsKey("messages"))
            root["messages"] = new JsonObject();
        if (root["messages"] is JsonObject messages && !messages.ContainsKey("ackReactionScope"))
            messages["ackReactionScope"] = "group-mentions";
    }

    private static void ApplyToLogging(JsonObject root)
    {
        if (root.Member("logging") is JsonObject logging && !logging.Member("redactSensitive").IsTruthy())
            logging["redactSensitive"] = "tools";
    }

    private static void ApplyToSession(JsonObject root)
    {
        if (root.Member("session") is JsonObject session && session.ContainsKey("mainKey"))
            session["mainKey"] = "main";
    }

    private static void ApplyToAgents(JsonObject root)
    {
        JsonObject defaults = ObjectAt(ObjectAt(root, "agents"), "defaults");
        SetUnlessNumber(defaults, "maxConcurrent", MaxConcurrentAgents);
        SetUnlessNumber(ObjectAt(defaults, "subagents"), "maxConcurrent", MaxConcurrentSubagents);
    }

    private static void ApplyToCompaction(JsonObject root)
    {
        if (root.At("agents", "defaults") is JsonObject defaults && !defaults.At("compaction", "mode").IsTruthy())
            ObjectAt(defaults, "compaction")["mode"] = "safeguard";
    }

    private static void SetUnlessNumber(JsonObject json, string name, double value)
    {
        if (json.Member(name).AsNumber() is not { } number || !double.IsFinite(number))
            json[name] = value;
    }

    /// <summary>The object that is a member, made if need be.</summary>
    internal static JsonObject ObjectAt(JsonObject parent, string name)
    {
        if (parent.Member(name) is JsonObject existing)
            return existing;

        JsonObject created = [];
        parent[name] = created;
        return created;
    }
}
