using Moltbot.Core.Quotas;

namespace Moltbot.Core.Tests.Quotas;

/// <summary>How quotas are put into words (docs/gateway/usage.md §6 and §7).</summary>
public sealed class QuotaTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 7, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_windows_make_a_line()
    {
        ProviderUsage usage = Usage(plan: null, Window("5h", 20, TimeSpan.FromMinutes(90)), Window("Week", 100), Window("Opus", 3));

        QuotaText.Summary(usage, TimeZoneInfo.Utc, most: 2).ShouldBe("5h 80% left ⏱1h 30m · Week 0% left");
    }

    [Fact]
    public void What_is_not_known_makes_no_line()
    {
        QuotaText.Summary(Usage(plan: null), TimeZoneInfo.Utc, 2).ShouldBeNull();
        QuotaText.Summary(Usage(plan: null, Window("5h", 20)) with { Error = "HTTP 401" }, TimeZoneInfo.Utc, 2).ShouldBeNull();
    }

    [Theory]
    [InlineData("00:00:00", "now")]
    [InlineData("-01:00:00", "now")]
    [InlineData("00:00:30", "0m")]
    [InlineData("00:59:00", "59m")]
    [InlineData("01:00:00", "1h")]
    [InlineData("01:01:00", "1h 1m")]
    [InlineData("1.00:00:00", "1d 0h")]
    [InlineData("1.01:00:00", "1d 1h")]
    [InlineData("6.23:00:00", "6d 23h")]
    [InlineData("7.00:00:00", "Jan 14")]
    public void The_time_until_a_window_begins_anew_is_told_as_long_as_it_is_short(string left, string told) =>
        QuotaText.Reset(Usage(plan: null, Window("5h", 0, TimeSpan.Parse(left, System.Globalization.CultureInfo.InvariantCulture))).Windows[0], TimeZoneInfo.Utc).ShouldBe(told);

    [Fact]
    public void A_day_is_one_of_the_readers_time_zone()
    {
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("west", TimeSpan.FromHours(-8), "west", "west");

        QuotaText.Reset(Usage(plan: null, Window("5h", 0, TimeSpan.FromDays(7))).Windows[0], zone).ShouldBe("Jan 13");
    }

    [Fact]
    public void What_is_not_told_is_not_made_up() => QuotaText.Reset(Usage(plan: null, Window("5h", 0)).Windows[0], TimeZoneInfo.Utc).ShouldBeNull();

    [Theory]
    [InlineData(33.5, "67%")]
    [InlineData(49.5, "51%")]
    [InlineData(33.6, "66%")]
    [InlineData(0, "100%")]
    [InlineData(100, "0%")]
    public void Half_a_percent_counts_as_a_whole_one(double used, string left) =>
        Usage(plan: null, Window("5h", used)).Windows[0].ToString().ShouldBe($"5h {left} left");

    [Fact]
    public void A_report_has_a_heading_and_a_line_for_each_window_or_says_why_not()
    {
        ProviderUsage[] usages =
        [
            Usage("Max", Window("5h", 20, TimeSpan.FromMinutes(90))),
            Usage(plan: null) with { DisplayName = "z.ai", Error = "HTTP 401" },
            Usage(plan: null) with { DisplayName = "MiniMax" },
        ];

        usages.SelectMany(usage => QuotaText.Report(usage, TimeZoneInfo.Utc)).ShouldBe(
            ["  Claude (Max)", "    5h: 80% left · resets 1h 30m", "  z.ai: HTTP 401", "  MiniMax: no data"]);
    }

    [Fact]
    public void An_object_says_what_is_scarcest()
    {
        Usage(plan: null, Window("5h", 10), Window("Week", 60), Window("Opus", 60)).ToString().ShouldBe("Claude 40% left (Week)");
        (Usage(plan: null) with { Error = "Timeout" }).ToString().ShouldBe("Claude: Timeout");
        Usage(plan: null).ToString().ShouldBe("Claude: no data");
    }

    [Fact]
    public void Json_has_the_members_of_the_gateway_in_its_order() =>
        Usage("Max", Window("5h", 20, TimeSpan.FromMinutes(90)), Window("Week", 12.5)).ToJson().ToJsonString().ShouldBe(
            """{"provider":"anthropic","displayName":"Claude","windows":[{"label":"5h","usedPercent":20,"resetAt":1767749400000},{"label":"Week","usedPercent":12.5}],"plan":"Max"}""");

    private static QuotaWindow Window(string label, double used, TimeSpan? resetsIn = null) =>
        new(label, used, resetsIn is { } left ? (Now + left).ToUnixTimeMilliseconds() : null);

    private static ProviderUsage Usage(string? plan, params QuotaWindow[] windows) =>
        ProviderUsage.Of("/state", "main", Core.Providers.QuotaProvider.All[0], new QuotaReading(windows, plan), Now);
}
