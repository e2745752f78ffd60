using System.Security.Cryptography;
using System.Text;

namespace Moltbot.Core.OAuth;

/// <summary>A secret that ties a code to who asked for it, and its shadow that goes ahead (RFC 7636, S256).</summary>
internal static class PkceVerifier
{
    /// <summary>How many random bytes a verifier is made of.</summary>
    public const int Bytes = 32;

    /// <summary>The verifier that bytes make.</summary>
    /// <param name="bytes">Random bytes.</param>
    /// <param name="isHex">Whether it is written in hexadecimal; else in Base64 for addresses.</param>
    public static string Write(byte[] bytes, bool isHex) => isHex ? Convert.ToHexString(bytes).ToLowerInvariant() : ForAddresses(bytes);

    /// <summary>The challenge of a verifier.</summary>
    public static string ChallengeOf(string verifier) => ForAddresses(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>Bytes in the Base64 that addresses can hold.</summary>
    public static string ForAddresses(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
