using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>
/// Members that older versions had (docs/gateway/config.md §11). A configuration that still has one is not valid, whatever else
/// is in it.
/// </summary>
internal static class LegacyKeys
{
    /// <summary>One issue for each such member.</summary>
    public static IReadOnlyList<SchemaIssue> Find(JsonObject root)
    {
        List<SchemaIssue> issues = [];
        foreach (string section in (string[])["whatsapp", "telegram", "discord", "slack", "signal", "imessage", "msteams"])
            Check(issues, root, $"{section} moved to channels.{section}", section);

        CheckRouting(issues, root);
        Check(issues, root, "telegram.requireMention was replaced by channels.telegram.groups.\"*\".requireMention", "telegram", "requireMention");
        Check(issues, root, "identity moved to agents.list[].identity", "identity");
        Check(issues, root, "tools.bash was replaced by tools.exec", "tools", "bash");
        CheckAgent(issues, root);
        Check(issues, root, "messages.tts.enabled was replaced by messages.tts.auto", "messages", "tts", "enabled");
        Check(issues, root, "gateway.token is ignored; the token belongs into gateway.auth.token", "gateway", "token");
        return issues;
    }

    private static void CheckRouting(List<SchemaIssue> issues, JsonObject root)
    {
        if (root.Member("routing") is null)
            return;

        Check(issues, root, "routing.allowFrom was replaced by channels.whatsapp.allowFrom", "routing", "allowFrom");
        Check(issues, root, "routing.bindings moved to bindings", "routing", "bindings");
        Check(issues, root, "routing.agents moved to agents.list", "routing", "agents");
        Check(issues, root, "routing.defaultAgentId was replaced by agents.list[].default", "routing", "defaultAgentId");
        Check(issues, root, "routing.agentToAgent moved to tools.agentToAgent", "routing", "agentToAgent");
        Check(issues, root, "routing.groupChat.requireMention was replaced by the groups of a channel", "routing", "groupChat", "requireMention");
        Check(issues, root, "routing.groupChat.mentionPatterns moved to messages.groupChat.mentionPatterns", "routing", "groupChat", "mentionPatterns");
        Check(issues, root, "routing.queue moved to messages.queue", "routing", "queue");
        Check(issues, root, "routing.transcribeAudio moved to tools.media.audio.models", "routing", "transcribeAudio");
    }

    private static void CheckAgent(List<SchemaIssue> issues, JsonObject root)
    {
        Check(issues, root, "agent moved to agents.defaults, and its tool settings to tools", "agent");
        CheckText(issues, root, "agent.model moved to agents.defaults.model.primary", "agent", "model");
        CheckText(issues, root, "agent.imageModel moved to agents.defaults.imageModel.primary", "agent", "imageModel");
        Check(issues, root, "agent.allowedModels was replaced by agents.defaults.models", "agent", "allowedModels");
        Check(issues, root, "agent.modelAliases was replaced by agents.defaults.models.*.alias", "agent", "modelAliases");
        Check(issues, root, "agent.modelFallbacks moved to agents.defaults.model.fallbacks", "agent", "modelFallbacks");
        Check(issues, root, "agent.imageModelFallbacks moved to agents.defaults.imageModel.fallbacks", "agent", "imageModelFallbacks");
    }

    private static void CheckText(List<SchemaIssue> issues, JsonObject root, string message, params string[] path)
    {
        if (root.At(path).AsText() is not null)
            Check(issues, root, message, path);
    }

    private static void Check(List<SchemaIssue> issues, JsonObject root, string message, params string[] path)
    {
        if (root.At(path[..^1]) is JsonObject parent && parent.ContainsKey(path[^1]))
            issues.Add(new SchemaIssue([.. path], message + " (the gateway's doctor command moves it).", IsFatal: false) { IsAboutName = true });
    }
}
