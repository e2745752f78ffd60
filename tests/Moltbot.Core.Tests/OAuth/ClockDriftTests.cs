using System.Text;
using Moltbot.Core.OAuth;

namespace Moltbot.Core.Tests.OAuth;

public sealed class ClockDriftTests
{
    private const double Issued = 1_769_700_000;

    [Theory]
    [InlineData(0, null)]
    [InlineData(299, null)]
    [InlineData(-299, null)]
    [InlineData(3600, "60 minutes ahead of")]
    [InlineData(-3600, "60 minutes behind")]
    public void A_clock_that_is_off_is_told(double secondsAhead, string? told)
    {
        string? sentence = ClockDrift.Describe(Token($$"""{"iat":{{Issued}}}"""), (Issued + secondsAhead) * 1000);

        if (told is null)
            sentence.ShouldBeNull();
        else
            sentence.ShouldNotBeNull().ShouldContain(told);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.e30.c")]
    public void A_token_that_says_nothing_is_no_clock(string token) => ClockDrift.Describe(token, 0).ShouldBeNull();

    private static string Token(string claims) => $"h.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}.s";
}
