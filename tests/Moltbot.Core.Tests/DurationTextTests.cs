using Moltbot.Core.Text;

namespace Moltbot.Core.Tests;

public sealed class DurationTextTests
{
    private const double Second = 1000;
    private const double Minute = 60 * Second;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;

    [Theory]
    [InlineData("500", 500)]
    [InlineData("500ms", 500)]
    [InlineData("90s", 90 * Second)]
    [InlineData("5m", 5 * Minute)]
    [InlineData("1.5h", 1.5 * Hour)]
    [InlineData(" 365D ", 365 * Day)]
    [InlineData("0.0004s", 0)]
    [InlineData("0.0005s", 1)]
    public void A_number_with_a_unit_is_a_duration(string text, double milliseconds) =>
        DurationText.ParseMilliseconds(text).ShouldBe(milliseconds);

    [Fact]
    public void A_number_alone_has_the_default_unit() => DurationText.ParseMilliseconds("2", "d").ShouldBe(2 * Day);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1 d")]
    [InlineData("1w")]
    [InlineData("1.d")]
    [InlineData(".5d")]
    [InlineData("1.2.3d")]
    [InlineData("1e3")]
    [InlineData("٣d")]
    public void Anything_else_is_none(string text) => DurationText.ParseMilliseconds(text).ShouldBeNull();

    [Fact]
    public void A_duration_beyond_all_numbers_is_none() => DurationText.ParseMilliseconds(new string('9', 400) + "d").ShouldBeNull();

    [Theory]
    [InlineData("10675199d", 10675199L * 24 * 60 * 60)]
    [InlineData("2", 2 * 60 * 60L)]
    public void A_duration_fits_a_time_span(string text, long seconds) => DurationText.Parse(text, "h").ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("10675200d")]
    [InlineData("922337203685478ms")]
    [InlineData("1w")]
    public void A_duration_beyond_a_time_span_is_none(string text) => DurationText.Parse(text, "h").ShouldBeNull();

    [Theory]
    [InlineData(null, "unknown")]
    [InlineData(double.NaN, "unknown")]
    [InlineData(0.0, "0m")]
    [InlineData(-Day, "0m")]
    [InlineData(1.0, "1m")]
    [InlineData(29 * Second, "1m")]
    [InlineData(90 * Second, "2m")]
    [InlineData((59 * Minute) + (29 * Second), "59m")]
    [InlineData((59 * Minute) + (30 * Second), "1h")]
    [InlineData(90 * Minute, "2h")]
    [InlineData(47 * Hour, "47h")]
    [InlineData(48 * Hour, "2d")]
    [InlineData(60 * Hour, "3d")]
    public void What_is_left_is_shown_in_the_largest_unit_that_fits(double? milliseconds, string expected) =>
        DurationText.Remaining(milliseconds).ShouldBe(expected);
}
