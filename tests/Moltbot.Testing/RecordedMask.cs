using Moltbot.Core.Text;

namespace Moltbot.Testing;

/// <summary>Turns a mask of the reference into ours: a third of the secret at most, and nothing of one of up to 16 characters.</summary>
public static class RecordedMask
{
    private const int Longest = 16;

    /// <summary>How long a secret is without the white space around it.</summary>
    public static int TrimmedLength(string secret) => EcmaScriptText.Trim(secret).Length;

    /// <summary>Our mask, made from the reference's and the length of the secret.</summary>
    public static string Ours(string recorded, int length)
    {
        if (length == 0)
            return recorded;
        if (length <= Longest)
            return "***";

        int shown = Math.Min(8, length / 6);
        return $"{recorded[..shown]}...{recorded[^shown..]}";
    }
}
