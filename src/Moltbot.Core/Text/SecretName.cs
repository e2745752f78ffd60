namespace Moltbot.Core.Text;

/// <summary>Recognises members and variables that hold secrets by how they are named.</summary>
internal static class SecretName
{
    private static readonly string[] Endings = ["apikey", "key", "token", "secret", "password", "passphrase"];

    /// <summary>Names that end alike and hold none.</summary>
    private static readonly string[] Harmless = ["publickey", "sessionkey", "primarykey", "maxtoken"];

    /// <summary>Whether a name is one of a secret: <c>apiKey</c>, <c>botToken</c>, <c>OPENAI_API_KEY</c>.</summary>
    public static bool IsLike(string name)
    {
        string plain = EcmaScriptText.ToLower(name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));
        return Array.Exists(Endings, ending => plain.EndsWith(ending, StringComparison.Ordinal))
            && !Array.Exists(Harmless, ending => plain.EndsWith(ending, StringComparison.Ordinal));
    }
}
