using Moltbot.Core.Monitoring;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Monitoring;

public sealed class MonitorComparisonTests
{
    private static readonly MonitorKey Key = new(MonitorAspect.Validity, "main", "anthropic:work");
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private DateTimeOffset now = TestClock.Now;
    private ChannelMemory memory = ChannelMemory.Empty;

    [Fact]
    public void What_is_not_known_is_told_once()
    {
        Tell(MonitorSeverity.Warning).ShouldBe(["warning"]);
        now += TimeSpan.FromMinutes(30);
        Tell(MonitorSeverity.Warning).ShouldBeEmpty();
    }

    [Fact]
    public void What_lasts_is_told_again_after_a_day()
    {
        Tell(MonitorSeverity.Warning);
        now += Day;
        Tell(MonitorSeverity.Warning).ShouldBe(["warning"]);
    }

    [Theory]
    [InlineData(MonitorSeverity.Notice, MonitorSeverity.Warning)]
    [InlineData(MonitorSeverity.Warning, MonitorSeverity.Error)]
    [InlineData(MonitorSeverity.Error, MonitorSeverity.Critical)]
    public void A_rise_is_told_at_once(MonitorSeverity before, MonitorSeverity after)
    {
        Tell(before);
        now += TimeSpan.FromMinutes(1);
        Tell(after).ShouldBe([after.ToName()]);
    }

    [Fact]
    public void A_rise_is_told_although_it_was_told_before_a_fall()
    {
        Tell(MonitorSeverity.Critical);
        now += TimeSpan.FromMinutes(1);
        Tell(MonitorSeverity.Warning).ShouldBe(["warning"]);
        now += TimeSpan.FromMinutes(1);
        Tell(MonitorSeverity.Critical).ShouldBe(["critical"]);
        now += TimeSpan.FromMinutes(1);
        Tell(MonitorSeverity.Warning).ShouldBeEmpty();
        now += TimeSpan.FromMinutes(1);
        Tell(MonitorSeverity.Critical).ShouldBe(["critical"]);
    }

    [Fact]
    public void What_is_over_is_told_once()
    {
        Tell(MonitorSeverity.Critical);
        Tell().ShouldBe(["recovered"]);
        Tell().ShouldBeEmpty();
    }

    [Fact]
    public void What_was_not_told_is_not_said_to_be_over()
    {
        Tell(MonitorSeverity.Critical, isAccepted: false);
        Tell().ShouldBeEmpty();
    }

    [Fact]
    public void What_was_not_accepted_is_told_again()
    {
        Tell(MonitorSeverity.Critical, isAccepted: false);
        Tell(MonitorSeverity.Critical).ShouldBe(["critical"]);
    }

    [Fact]
    public void What_was_not_looked_at_is_not_over()
    {
        Tell(MonitorSeverity.Critical);
        Tell(isLookedAt: false).ShouldBeEmpty();
        Tell(MonitorSeverity.Critical).ShouldBeEmpty();
    }

    [Fact]
    public void A_clock_that_was_set_back_silences_for_no_longer_than_usual()
    {
        now += TimeSpan.FromDays(365);
        Tell(MonitorSeverity.Warning);
        now -= TimeSpan.FromDays(365);
        memory = new ChannelMemory(memory.Told.ToDictionary(told => told.Key, told => told.Value.NotAfter(now.ToUnixTimeMilliseconds())));
        Tell(MonitorSeverity.Warning).ShouldBeEmpty();
        now += Day;
        Tell(MonitorSeverity.Warning).ShouldBe(["warning"]);
    }

    [Theory]
    [InlineData("23:30", MonitorSeverity.Error, false)]
    [InlineData("23:30", MonitorSeverity.Critical, true)]
    [InlineData("06:59", MonitorSeverity.Error, false)]
    [InlineData("07:00", MonitorSeverity.Error, true)]
    [InlineData("21:59", MonitorSeverity.Notice, true)]
    public void In_quiet_hours_only_what_is_urgent_is_told(string time, MonitorSeverity severity, bool isTold)
    {
        QuietHours quiet = new(new TimeOnly(22, 0), new TimeOnly(7, 0), TimeZoneInfo.Utc, MonitorSeverity.Critical);
        now = new DateTimeOffset(new DateOnly(2026, 1, 28), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);

        Tell(severity, quiet: quiet).Count.ShouldBe(isTold ? 1 : 0);
    }

    [Fact]
    public void What_waits_for_the_end_of_the_quiet_hours_is_told_then()
    {
        QuietHours quiet = new(new TimeOnly(22, 0), new TimeOnly(7, 0), TimeZoneInfo.Utc, MonitorSeverity.Critical);
        now = new DateTimeOffset(2026, 1, 28, 23, 0, 0, TimeSpan.Zero);
        Tell(MonitorSeverity.Warning, quiet: quiet).ShouldBeEmpty();
        now += TimeSpan.FromHours(8);
        Tell(MonitorSeverity.Warning, quiet: quiet).ShouldBe(["warning"]);
    }

    [Fact]
    public void A_channel_for_urgent_things_hears_when_they_are_less_urgent()
    {
        Tell(MonitorSeverity.Critical, least: MonitorSeverity.Error).ShouldBe(["critical"]);
        Tell(MonitorSeverity.Notice, least: MonitorSeverity.Error).ShouldBe(["recovered"]);
        Tell(MonitorSeverity.Notice, least: MonitorSeverity.Error).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_remembered_anew_where_nothing_is_new()
    {
        Tell(MonitorSeverity.Critical);
        ChannelMemory before = memory;
        Tell(MonitorSeverity.Critical);

        memory.ShouldBeSameAs(before);
    }

    private IReadOnlyList<string> Tell(MonitorSeverity? severity = null, bool isAccepted = true, bool isLookedAt = true, MonitorSeverity least = MonitorSeverity.Notice, QuietHours? quiet = null)
    {
        MonitorFindings findings = new("/state", now);
        if (isLookedAt)
            findings.LookedAt(MonitorAspect.Validity, "main");
        if (severity is { } found)
            findings.Add(new MonitorEvent(Key) { StateDirectory = "/state", Kind = MonitorEventKind.Expiring, Severity = found, Message = "It expires. Renew it." });

        MonitorComparison comparison = MonitorComparison.Of(findings, memory, least, Day, quiet);
        memory = isAccepted ? comparison.Told : comparison.Untold;
        return [.. comparison.Events.Select(one => one.Kind == MonitorEventKind.Recovered ? "recovered" : one.Severity.ToName())];
    }
}
