using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>What a token answer says: pure, from JSON to tokens. A member that is missing, of another type or blank says nothing.</summary>
/// <param name="Access">The access token, or <see langword="null"/>.</param>
/// <param name="Refresh">The refresh token, or <see langword="null"/>.</param>
/// <param name="Expires">When the access token counts as expired, in milliseconds since the Unix epoch.</param>
/// <param name="Account">The account that the access token names, or <see langword="null"/>.</param>
internal sealed record TokenAnswer(string? Access, string? Refresh, double Expires, string? Account)
{
    private const double MillisecondsInSecond = 1000;

    /// <summary>A larger number of a point in time counts milliseconds: as seconds it would lie beyond the year 2286.</summary>
    public const double LatestSecond = 10_000_000_000;

    /// <summary>A time that every program can still show.</summary>
    private static readonly double Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads an answer.</summary>
    /// <param name="json">The answer; it need not be an object.</param>
    /// <param name="rules">What it means.</param>
    /// <param name="now">When it came, in milliseconds since the Unix epoch.</param>
    public static TokenAnswer Read(JsonElement json, TokenRules rules, double now)
    {
        string? access = TextOf(json.Member(rules.Access));
        return new TokenAnswer(
            access,
            TextOf(json.Member("refresh_token")),
            rules.EndsAt is { } end ? EndOf(json.Member(end), rules, now) : ExpiryOf(json.Member("expires_in"), rules, now),
            access is not null && rules.Account is { } account ? AccessTokenClaims.Text(access, account.Claim, account.Member) : null);
    }

    /// <summary>A point in time as a number or a text, in seconds or milliseconds since the Unix epoch; <see langword="null"/> when it is none.</summary>
    public static double? PointInTime(JsonElement value) =>
        NumberOf(value) is { } number and > 0 ? (number > LatestSecond ? number : number * MillisecondsInSecond) : null;

    /// <summary>What is neither a number nor one as a text counts as none, and the token as one that has just expired.</summary>
    private static double ExpiryOf(JsonElement expiresIn, TokenRules rules, double now)
    {
        double seconds = NumberOf(expiresIn) ?? 0;
        if (rules.Shortest is { } shortest)
            return Bounded(Math.Max(now + (Math.Floor(Math.Max(0, seconds)) * MillisecondsInSecond) - rules.Skew, now + shortest));

        return Bounded(now + (seconds * MillisecondsInSecond) - rules.Skew);
    }

    private static double EndOf(JsonElement end, TokenRules rules, double now) => Bounded((PointInTime(end) ?? now) - rules.Skew);

    private static double Bounded(double time) => Math.Clamp(time, 0, Latest);

    /// <summary>A number, be it written as a text; <see langword="null"/> for everything else.</summary>
    public static double? NumberOf(JsonElement value)
    {
        double number = value.AsText() is { } text && EcmaScriptText.IsBlank(text) ? double.NaN : value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? value.ToNumber() : double.NaN;
        return double.IsNaN(number) ? null : number;
    }

    private static string? TextOf(JsonElement value) => EcmaScriptText.Trim(value.AsText() ?? "") is { Length: > 0 } text ? text : null;
}
