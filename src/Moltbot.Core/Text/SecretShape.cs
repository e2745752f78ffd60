namespace Moltbot.Core.Text;

/// <summary>Recognises secrets by how they look, for the places where there must be none.</summary>
public static class SecretShape
{
    /// <summary>A shorter text may be a name that starts alike.</summary>
    private const int ShortestSecret = 20;

    /// <summary>How tokens and keys of known services begin, with bars between.</summary>
    internal const string Prefixes = "sk-|sk_|pk-|rk-|AIza|ghp_|gho_|ghu_|github_pat_|gsk_|xai-|csk-|hf_|xoxb-|xapp-|ya29.|eyJ|cpk_|vck_";

    private const int ShortestNumber = 6;

    private static readonly string[] PrefixList = Prefixes.Split('|');

    /// <summary>How everything begins that <see cref="SecretPattern.OfShapes"/> finds, but for quoted members, addresses and numbers.</summary>
    private static readonly string[] Starts = [.. PrefixList, "xox", "pplx-", "npm_", "Bearer", "Authorization", "-----BEGIN"];

    /// <summary>
    /// Whether a text looks like a token or a key, or like an assignment of one (<c>NAME=sk-…</c>, <c>--token=sk-…</c>).
    /// </summary>
    public static bool IsLike(string text)
    {
        string value = EcmaScriptText.Trim(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]).Trim('"', '\'', '`');
        return value.Length >= ShortestSecret && Array.Exists(PrefixList, prefix => value.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Whether a secret that needs no name may stand in a text: one look, after which most names and numbers need no pattern.</summary>
    internal static bool MayStandIn(ReadOnlySpan<char> text)
    {
        bool isInWord = false;
        int digits = 0;
        for (int index = 0; index < text.Length; index++)
        {
            char c = text[index];
            bool isWord = char.IsAsciiLetterOrDigit(c) || c == '_';
            if (c == '"' || (c == ':' && (digits >= ShortestNumber || text[index..].StartsWith("://"))) || ((isWord || c == '-') && !isInWord && Begins(text[index..])))
                return true;

            isInWord = isWord;
            digits = char.IsAsciiDigit(c) ? digits + 1 : 0;
        }

        return false;
    }

    private static bool Begins(ReadOnlySpan<char> text)
    {
        foreach (string start in Starts)
        {
            if ((start[0] | 0x20) == (text[0] | 0x20) && text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Whether a text is an API key of Anthropic, which its service does not take as a token.</summary>
    internal static bool IsAnthropicApiKey(string text) => text.StartsWith("sk-ant-api", StringComparison.Ordinal);

    /// <summary>Whether a text is how Anthropic's tokens or keys begin, with nothing secret behind it.</summary>
    internal static bool IsBareStart(string text) => text is "sk-ant-oat01" or "sk-ant-api03";
}
