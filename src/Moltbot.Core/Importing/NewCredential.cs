using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>What holds for every credential that is put in.</summary>
internal static class NewCredential
{
    /// <summary>The gateway's HTTP client refuses every character beyond Latin-1.</summary>
    private const char LastInHeader = '\u00FF';

    /// <summary>Why a trimmed text can be no credential that is sent in a header, without the text; <see langword="null"/> when it can.</summary>
    public static string? Problem(string value, string noun)
    {
        if (HasControlCharacter(value))
            return $"The {noun} has a line break or another control character in it. Give the {noun} alone, in one line.";

        if (SecretText.Problem(value, noun) is { } problem)
            return problem;

        int place = value.AsSpan().IndexOfAnyExceptInRange('\0', LastInHeader);
        return place < 0 ? null : $"Character {place + 1} of the {noun} is U+{(int)value[place]:X4}, which no request can carry. Copy the {noun} again, without anything around it.";
    }

    /// <summary>Refuses a secret in the place of a name, without repeating it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    public static void RefuseSecretAsName(ProviderId provider, string? profileId)
    {
        if (SecretShape.IsLike(provider.Value) || SecretShape.IsLike(profileId ?? ""))
            throw new MoltbotException(ErrorCode.InvalidArgument, "What stands in the place of the provider or of the profile id looks like a secret. Name them here, and give the secret at the prompt or through the pipeline. If it was a real one, it is best replaced.");
    }

    /// <summary>The id that a profile gets.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/> when it cannot be one.</exception>
    public static string ProfileId(string? named, string otherwise)
    {
        string id = EcmaScriptText.Trim(named ?? "");
        if (id.Length == 0)
            id = otherwise;

        return id == EcmaScriptText.Prototype || HasControlCharacter(id)
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
