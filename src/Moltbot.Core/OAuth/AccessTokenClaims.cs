using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.OAuth;

/// <summary>What a JWT says of itself. Nobody's signature is checked: it came from the server that made it, and only tells us what to store beside it.</summary>
internal static class AccessTokenClaims
{
    private const int Parts = 3;

    /// <summary>A text inside a claim that is an object, or <see langword="null"/>.</summary>
    public static string? Text(string token, string claim, string member) =>
        Read(token).Member(claim).Member(member).AsText() is { Length: > 0 } text ? text : null;

    /// <summary>When the token was issued, in milliseconds since the Unix epoch, or <see langword="null"/>.</summary>
    public static double? IssuedAt(string token) => TokenAnswer.PointInTime(Read(token).Member("iat"));

    /// <summary>When the token ends, in milliseconds since the Unix epoch, or <see langword="null"/>.</summary>
    public static double? ExpiresAt(string token) => TokenAnswer.PointInTime(Read(token).Member("exp"));

    /// <summary>The claims; undefined when it is no JWT. Both alphabets of Base64 are read, with and without padding.</summary>
    private static JsonElement Read(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != Parts)
            return default;

        string payload = parts[1].TrimEnd('=').Replace('-', '+').Replace('_', '/');
        byte[] bytes = new byte[payload.Length];
        string padded = payload.PadRight(payload.Length + ((4 - (payload.Length % 4)) % 4), '=');
        return Convert.TryFromBase64String(padded, bytes, out int length) ? OptionalJson.Parse(bytes[..length]) : default;
    }
}
