using Moltbot.Core.Text;

namespace Moltbot.Testing;

/// <summary>What a mask of ours shows: a third of the secret at most, no half of a character, and nothing of a secret of up to 16 units.</summary>
public static class RecordedMask
{
    private const int Longest = 16;

    /// <summary>Our mask of a secret; what the reference says where there is none.</summary>
    public static string Ours(string recorded, string secret)
    {
        string trimmed = EcmaScriptText.Trim(secret);
        if (trimmed.Length == 0)
            return recorded;
        if (trimmed.Length <= Longest)
            return "***";

        int shown = Math.Min(8, trimmed.Length / 6);
        int start = char.IsHighSurrogate(trimmed[shown - 1]) ? shown - 1 : shown;
        int end = char.IsLowSurrogate(trimmed[^shown]) ? shown - 1 : shown;
        return $"{trimmed[..start]}...{trimmed[^end..]}";
    }
}
