using Moltbot.Core.Errors;
using Moltbot.Core.Monitoring;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Monitoring;

public sealed class MonitorSettingsTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void Without_a_file_everything_is_as_usual()
    {
        MonitorSettings settings = MonitorSettingsReader.Read(home["monitor.json"]);

        settings.Problems.ShouldBeEmpty();
        settings.Channels.ShouldBeEmpty();
        settings.Warn.ShouldBe(new MonitorThresholds(TimeSpan.FromDays(7), TimeSpan.FromHours(24), TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Everything_can_be_changed()
    {
        MonitorSettings settings = Read("""
            {
              // what everybody wants to know
              warn: { notice: "14d", warning: 48, error: "4h" },
              refreshWithin: false, probe: true, quota: 90, resting: "2h", repeat: "12h",
              quietHours: { from: "22:00", to: "07:00", timeZone: "UTC", except: "error" },
              channels: { phone: { type: "ntfy", topic: "${NTFY_TOPIC}", least: "warning", timeout: "5s" } },
              deadMan: "https://example.com/ping",
            }
            """);

        settings.Problems.ShouldBeEmpty();
        settings.Warn.ShouldBe(new MonitorThresholds(TimeSpan.FromDays(14), TimeSpan.FromHours(48), TimeSpan.FromHours(4)));
        (settings.RefreshWithin, settings.Probe, settings.QuotaPercent, settings.Resting, settings.Repeat).ShouldBe((null, true, 90.0, TimeSpan.FromHours(2), TimeSpan.FromHours(12)));
        settings.Quiet.ShouldBe(new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), TimeZoneInfo.FindSystemTimeZoneById("UTC"), MonitorSeverity.Error));
        ChannelSettings phone = settings.Channels.ShouldHaveSingleItem();
        (phone.Name, phone.Kind, phone.Least, phone.Limit).ShouldBe(("phone", ChannelKind.Ntfy, MonitorSeverity.Warning, TimeSpan.FromSeconds(5)));
        phone.Values["topic"].Reference!.Description.ShouldBe("env: NTFY_TOPIC");
        settings.DeadMan!.Text.ShouldBe("https://example.com/ping");
    }

    [Theory]
    [InlineData("{ channels: { a: { type: 'ntfy' topic: 'x' } } }", 1, 33, "")]
    [InlineData("{\n  chanels: {}\n}", 2, 3, "channels")]
    [InlineData("{ warn: { notice: '1h', warning: '2h' } }", 1, 9, "longest")]
    [InlineData("{ repeat: 'often' }", 1, 11, "12h")]
    [InlineData("{ quota: 101 }", 1, 10, "90")]
    [InlineData("{ quietHours: { from: '25:00', to: '07:00' } }", 1, 23, "22:00")]
    [InlineData("{ channels: { a: { type: 'pager' } } }", 1, 26, "ntfy")]
    [InlineData("{ channels: { a: { type: 'ntfy' } } }", 1, 18, "topic")]
    [InlineData("{ channels: { a: { type: 'slack', url: 'https://hooks.slack.com/services/T0/B0/x' } } }", 1, 40, "${NAME}")]
    [InlineData("{ channels: { a: { type: 'ntfy', topic: 't', token: { source: 'env' } } } }", 1, 53, "provider")]
    [InlineData("{ deadMan: '${lower}' }", 1, 12, "A-Z")]
    public void What_is_wrong_is_told_with_its_place(string text, int line, int column, string word)
    {
        MoltbotException problem = Read(text).Problems.ShouldHaveSingleItem();

        (problem.Code, problem.Line, problem.Column, problem.Path).ShouldBe((ErrorCode.MonitorSettingsInvalid, line, column, home["monitor.json"]));
        problem.Message.ShouldContain(word, Case.Sensitive);
        problem.Message.ShouldContain($"line {line}, column {column}", Case.Sensitive);
    }

    [Fact]
    public void A_secret_in_the_file_is_refused_and_not_repeated()
    {
        MonitorSettings settings = Read("{ channels: { a: { type: 'ntfy', topic: 't', token: 'tk_canary0123456789' }, b: { type: 'ntfy', topic: 'u' } } }");

        settings.Channels.Select(channel => channel.Name).ShouldBe(["b"]);
        settings.Problems.ShouldHaveSingleItem().Message.ShouldNotContain("canary");
    }

    [Fact]
    public void A_slip_in_one_channel_leaves_the_others()
    {
        MonitorSettings settings = Read("{ channels: { a: { type: 'ntfy' }, b: { type: 'syslog', leest: 'error' }, c: 5, d: { type: 'journald' } }, repeat: '6h' }");

        settings.Channels.Select(channel => channel.Name).ShouldBe(["b", "d"]);
        settings.Repeat.ShouldBe(TimeSpan.FromHours(6));
        settings.Problems.Count.ShouldBe(3);
    }

    [Fact]
    public void A_file_that_others_can_write_is_not_followed()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        home.Write("monitor.json", "{ channels: { a: { type: 'command', program: '/bin/true' } } }");
        Unix.SetMode(home["monitor.json"], "666");

        MonitorSettings settings = MonitorSettingsReader.Read(home["monitor.json"]);

        settings.Channels.ShouldBeEmpty();
        settings.Problems.ShouldHaveSingleItem().Message.ShouldContain("chmod go-w");
    }

    private MonitorSettings Read(string text)
    {
        home.Write("monitor.json", text);
        return MonitorSettingsReader.Read(home["monitor.json"]);
    }
}
