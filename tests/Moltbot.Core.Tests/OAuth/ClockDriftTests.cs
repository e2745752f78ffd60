using System.Text;
using Moltbot.Core.Errors;
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
    [InlineData("""{"iat":1769700000,"exp":1769703600}""", 0, null)]
    [InlineData("""{"iat":1769700000,"exp":1769703600}""", 3599, null)]
    [InlineData("""{"iat":1769700000,"exp":1769703600}""", 7200, "120 minutes ahead of")]
    [InlineData("""{"exp":1769703600}""", 7200, "60 minutes ahead of")]
    [InlineData("""{"iat":1769700000,"exp":1769703600}""", -299, null)]
    [InlineData("""{"iat":1769700000,"exp":1769703600}""", -3600, "60 minutes behind")]
    public void A_new_token_that_cannot_be_right_proves_that_the_clock_is_off(string claims, double secondsAhead, string? told)
    {
        SignInFailure? failure = ClockDrift.Refute(["opaque", null, Token(claims)], (Issued + secondsAhead) * 1000);

        failure?.Code.ShouldBe(ErrorCode.ClockOff);
        (failure?.Cause ?? "nothing").ShouldContain(told ?? "nothing");
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.e30.c")]
    public void A_token_that_says_nothing_is_no_clock(string token)
    {
        ClockDrift.Describe(token, 0).ShouldBeNull();
        ClockDrift.Refute([token], 0).ShouldBeNull();
    }

    private static string Token(string claims) => $"h.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}.s";
}
