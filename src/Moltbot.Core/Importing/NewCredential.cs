namespace Moltbot.Core.Importing;

/// <summary>What holds for every credential that is put in.</summary>
internal static class NewCredential
{
    /// <summary>Why a trimmed text can be no credential that is sent in a header, without the text; <see langword="null"/> when it can.</summary>
    public static string? Problem(string value, string noun) => HasControlCharacter(value)
        ? $"The {noun} has a line break or another control character in it. Give the {noun} alone, in one line."
        : null;

    /// <summary>The id that a profile gets.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/> when it cannot be one.</exception>
    public static string ProfileId(string? named, string otherwise)
    {
        string id = EcmaScriptText.Trim(named ?? "");
        if (id.Length == 0)
            return otherwise;

        return id == "__proto__" || HasControlCharacter(id)
            ? throw new MoltbotException(ErrorCode.InvalidArgument, "The profile id cannot be used: the gateway would lose it. Use an id such as anthropic:work.")
            : id;
    }

    private static bool HasControlCharacter(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                return true;
        }

        return false;
    }
}
