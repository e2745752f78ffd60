using System.Globalization;

namespace Moltbot.Core.OAuth;

/// <summary>How far the clock of this machine is off, told from when a provider says that it has just made a token.</summary>
internal static class ClockDrift
{
    private const double Tolerated = 5 * 60 * 1000;
    private const double Minute = 60 * 1000;

    /// <summary>A sentence about it; <see langword="null"/> when the clock is right, or nobody can tell.</summary>
    /// <param name="accessToken">A token that has just come.</param>
    /// <param name="now">The time here, in milliseconds since the Unix epoch.</param>
    public static string? Describe(string accessToken, double now)
    {
        if (AccessTokenClaims.IssuedAt(accessToken) is not { } issued || Math.Abs(now - issued) <= Tolerated)
            return null;

        string direction = now > issued ? "ahead of" : "behind";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The clock of this machine is {Math.Round(Math.Abs(now - issued) / Minute):0} minutes {direction} the provider's. Set it: certificates and expiries are judged by it.");
    }
}
