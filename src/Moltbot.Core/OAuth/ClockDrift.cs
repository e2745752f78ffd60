using System.Globalization;
using Moltbot.Core.Errors;

namespace Moltbot.Core.OAuth;

/// <summary>How far the clock of this machine is off, told from when a provider says that it has made a token, and when that ends.</summary>
internal static class ClockDrift
{
    private const double Tolerated = 5 * 60 * 1000;
    private const double Minute = 60 * 1000;
    private const string SetIt = "Set it: certificates and expiries are judged by it.";

    /// <summary>A sentence about it; <see langword="null"/> when the clock is right, or nobody can tell.</summary>
    /// <param name="token">A token that has just been made for a person who signed in.</param>
    /// <param name="now">The time here, in milliseconds since the Unix epoch.</param>
    public static string? Describe(string token, double now)
    {
        if (AccessTokenClaims.IssuedAt(token) is not { } issued || Math.Abs(now - issued) <= Tolerated)
            return null;

        return $"The clock of this machine is {Off(now - issued)} the provider's. {SetIt}";
    }

    /// <summary>
    /// That no token of an answer can be right by this clock: it was made in the clock's future, or is over when it comes. One
    /// that is merely old proves nothing, because a provider may give the same out again.
    /// </summary>
    /// <param name="tokens">The access token and the id token of an answer.</param>
    /// <param name="now">The time here, in milliseconds since the Unix epoch.</param>
    /// <returns>What to tell of a sign-in that is stored all the same; <see langword="null"/> when there is no such proof.</returns>
    public static SignInFailure? Refute(IEnumerable<string?> tokens, double now)
    {
        double? off = tokens.OfType<string>().Select(token => ProvenBy(token, now)).FirstOrDefault(found => found is not null);
        return off is { } proven
            ? new SignInFailure(ErrorCode.ClockOff, $"the clock of this machine is {Off(proven)} the provider's", $"The new sign-in is stored. {SetIt}")
            : null;
    }

    private static double? ProvenBy(string token, double now)
    {
        double? issued = AccessTokenClaims.IssuedAt(token);
        if (issued - now > Tolerated)
            return now - issued;

        return AccessTokenClaims.ExpiresAt(token) is { } end && end <= now ? now - (issued ?? end) : null;
    }

    private static string Off(double difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(Math.Abs(difference) / Minute):0} minutes {(difference > 0 ? "ahead of" : "behind")}");
}
