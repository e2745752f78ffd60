using Moltbot.Core.Installation;
using Moltbot.Core.Text;

namespace Moltbot.Core.Sessions;

/// <summary>The keys of sessions: <c>agent:main:telegram:group:1</c> (docs/gateway/sessions.md §2).</summary>
public static class SessionKey
{
    private const string Main = "main";
    private const string Prefix = "agent";
    private static readonly string[] ThreadMarkers = [":thread:", ":topic:"];

    /// <summary>The agent that a key names, or <see langword="null"/> when it names none.</summary>
    public static AgentId? AgentOf(string key)
    {
        // Four, because the last one takes all that is left.
        Span<Range> parts = stackalloc Range[4];
        string trimmed = EcmaScriptText.Trim(key);
        return trimmed.AsSpan().Split(parts, ':', StringSplitOptions.RemoveEmptyEntries) >= 3
            && trimmed.AsSpan()[parts[0]].SequenceEqual(Prefix)
            && trimmed[parts[1]] is { } agent
            && !EcmaScriptText.IsBlank(agent)
                ? AgentId.Parse(agent)
                : null;
    }

    /// <summary>The key of an agent's session.</summary>
    internal static string Of(AgentId agent, string rest) => $"{Prefix}:{agent}:{rest}";

    /// <summary>What a key says behind the agent; all of it when it names none.</summary>
    internal static string RestOf(string key) => AgentOf(key) is null ? key : key[(key.IndexOf(':', key.IndexOf(':', StringComparison.Ordinal) + 1) + 1)..];

    /// <summary>The key of the session that a thread belongs to, or <see langword="null"/>.</summary>
    internal static string? ParentOf(string key)
    {
        string trimmed = EcmaScriptText.Trim(key);
        int end = ThreadMarkers.Max(marker => trimmed.LastIndexOf(marker, StringComparison.OrdinalIgnoreCase));
        return end > 0 && EcmaScriptText.Trim(trimmed[..end]) is { Length: > 0 } parent ? parent : null;
    }

    /// <summary>The key that a request means: one with an agent in lower case, another is the agent's.</summary>
    internal static string Normalize(string request, AgentId agent)
    {
        string lower = EcmaScriptText.ToLower(EcmaScriptText.Trim(request));
        return lower.StartsWith(Prefix + ':', StringComparison.Ordinal) ? lower : Of(agent, lower.Length == 0 ? Main : lower);
    }
}
