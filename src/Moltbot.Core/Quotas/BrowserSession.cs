using Moltbot.Core.Installation;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>The session of a browser at claude.ai that the environment names (docs/gateway/usage.md §5.1). It is sent to claude.ai alone.</summary>
internal static class BrowserSession
{
    private const string Member = "sessionKey";
    private const string Start = "sk-ant-";
    private const string CookieHeader = "cookie:";

    /// <summary>The key of the session, or <see langword="null"/>.</summary>
    public static Secret? KeyIn(ProcessEnvironment environment)
    {
        string? key = environment.GetFirstNonBlank("CLAUDE_AI_SESSION_KEY", "CLAUDE_WEB_SESSION_KEY") is { } named && IsKey(named) ? named :
            environment.GetNonBlank("CLAUDE_WEB_COOKIE") is { } cookie ? KeyInCookie(cookie) :
            null;
        return key is null ? null : new Secret(EcmaScriptText.Trim(key));
    }

    private static string? KeyInCookie(string text)
    {
        string cookie = EcmaScriptText.Trim(text);
        if (cookie.StartsWith(CookieHeader, StringComparison.OrdinalIgnoreCase))
            cookie = cookie[CookieHeader.Length..];

        return cookie.Split(';')
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2 && EcmaScriptText.Trim(part[0]) == Member && IsKey(part[1]))
            .Select(part => part[1])
            .FirstOrDefault();
    }

    private static bool IsKey(string text) => EcmaScriptText.Trim(text).StartsWith(Start, StringComparison.Ordinal);
}
