using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>The pictures of agents: a file in the agent's workspace, a web address or a data URI.</summary>
internal static class IdentityAvatars
{
    /// <summary>One issue for each avatar that lies elsewhere. The configuration follows the schema.</summary>
    public static IReadOnlyList<SchemaIssue> Check(JsonObject root, ProcessEnvironment environment)
    {
        List<SchemaIssue> issues = [];
        JsonArray list = root.At("agents", "list") as JsonArray ?? [];
        for (int i = 0; i < list.Count; i++)
        {
            string avatar = EcmaScriptText.Trim(list[i].At("identity", "avatar").AsText() ?? "");
            if (avatar.Length > 0 && Refuse(avatar, list[i], root, environment) is { } refusal)
                issues.Add(new SchemaIssue(["agents", "list", i.ToString(PlainNumbers.Format), "identity", "avatar"], refusal, IsFatal: false));
        }

        return issues;
    }

    private static string? Refuse(string avatar, JsonNode? agent, JsonObject root, ProcessEnvironment environment)
    {
        if (StartsWith(avatar, "data:") || StartsWith(avatar, "http://") || StartsWith(avatar, "https://"))
            return null;
        if (avatar[0] == '~' || (HasScheme(avatar) && !IsWindowsPath(avatar)))
            return "identity.avatar must be a workspace-relative path, http(s) URL, or data URI.";

        string workspace = WorkspaceOf(AgentId.Parse(agent.Member("id").AsText()), root, environment);
        return IsWithin(workspace, avatar) ? null : "identity.avatar must stay within the agent workspace.";
    }

    private static bool IsWithin(string workspace, string avatar)
    {
        string relative = Path.GetRelativePath(workspace, Path.GetFullPath(avatar.Replace("\0", "", StringComparison.Ordinal), workspace));
        return !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private static string WorkspaceOf(AgentId id, JsonObject root, ProcessEnvironment environment)
    {
        MoltbotConfiguration configuration = new(root);
        JsonNode? entry = (root.At("agents", "list") as JsonArray ?? []).FirstOrDefault(item => AgentId.Parse(item.Member("id").AsText()) == id);
        if (TextOf(entry.Member("workspace")) is { } own)
            return UserPath.Expand(own, environment);
        if (id != configuration.DefaultAgent)
            return Path.Combine(environment.HomeDirectory, $"clawd-{id}");
        if (TextOf(root.At("agents", "defaults", "workspace")) is { } common)
            return UserPath.Expand(common, environment);

        string? profile = environment.GetNonBlank("CLAWDBOT_PROFILE");
        bool isNamed = profile is not null && !profile.Equals("default", StringComparison.OrdinalIgnoreCase);
        return Path.Combine(environment.HomeDirectory, isNamed ? $"clawd-{profile}" : "clawd");
    }

    private static string? TextOf(JsonNode? node) => EcmaScriptText.Trim(node.AsText() ?? "") is { Length: > 0 } text ? text : null;

    private static bool StartsWith(string avatar, string scheme) => avatar.StartsWith(scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a letter and further letters, digits, <c>+ . -</c> stand before a colon.</summary>
    private static bool HasScheme(string avatar)
    {
        int colon = avatar.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !char.IsAsciiLetter(avatar[0]))
            return false;

        foreach (char c in avatar.AsSpan(0, colon))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '.' or '-'))
                return false;
        }

        return true;
    }

    private static bool IsWindowsPath(string avatar) => avatar is [_, ':', '/' or '\\', ..];
}
