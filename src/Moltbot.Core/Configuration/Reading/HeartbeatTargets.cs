using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>Where agents report to.</summary>
internal static class HeartbeatTargets
{
    /// <summary>
    /// Reports targets that are blank as issues. Whether another name is a channel depends on the plugins that are
    /// installed, so one that the gateway does not bring along itself is only a warning.
    /// </summary>
    public static IReadOnlyList<SchemaIssue> Check(JsonObject root, List<SchemaIssue> warnings)
    {
        List<SchemaIssue> issues = [];
        CheckTarget(root.At("agents", "defaults", "heartbeat", "target"), ["agents", "defaults", "heartbeat", "target"]);
        JsonArray list = root.At("agents", "list") as JsonArray ?? [];
        for (int i = 0; i < list.Count; i++)
            CheckTarget(list[i].At("heartbeat", "target"), ["agents", "list", i.ToString(PlainNumbers.Format), "heartbeat", "target"]);

        return issues;

        void CheckTarget(JsonNode? target, string[] path)
        {
            if (target.AsText() is not { } text)
                return;

            if (EcmaScriptText.IsBlank(text))
                issues.Add(new SchemaIssue(path, "heartbeat target must not be empty", IsFatal: false));
            else if (!IsKnown(EcmaScriptText.ToLower(EcmaScriptText.Trim(text))))
                warnings.Add(new SchemaIssue(path, $"unknown heartbeat target: {text}. The gateway takes it only if a plugin brings this channel.", IsFatal: false));
        }
    }

    private static bool IsKnown(string target) => target is
        "last" or "none" or
        "telegram" or "whatsapp" or "discord" or "googlechat" or "slack" or "signal" or "imessage" or
        "imsg" or "google-chat" or "gchat" or
        "bluebubbles" or "line" or "matrix" or "mattermost" or "msteams" or "nextcloud-talk" or "nostr" or "tlon" or "zalo" or "zalouser";
}
