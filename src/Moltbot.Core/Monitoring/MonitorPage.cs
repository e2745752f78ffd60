using System.Globalization;
using System.Net;
using System.Text;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>A status as a page of HTML that a browser shows without asking anybody for more.</summary>
internal static class MonitorPage
{
    private const int BarWidth = 20;
    private const int HighestBar = 60;

    private const string Style = """
        :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.4 }
        body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top }
        .critical, .error { color: #c33 } .warning { color: #b70 } .notice { color: #48c } .fine { color: #383 }
        svg { width: 100%; height: auto } rect { fill: #c60 } rect.today { fill: #c33 } line { stroke: #8888 } text { fill: currentColor; font-size: 11px }
        """;

    /// <summary>The page.</summary>
    public static string Of(MonitorStatus status)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>Credentials of Moltbot on {Encoded(status.Host)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n")
            .Append(CultureInfo.InvariantCulture, $"<h1>Credentials of Moltbot on {Encoded(status.Host)}</h1>\n")
            .Append(CultureInfo.InvariantCulture, $"<p>{Encoded(status.StateDirectory)}, {Time(status.Time)}</p>\n");
        AddFindings(page, status);
        AddTimeLine(page, status);
        AddDue(page, status);
        AddPasses(page, status);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void AddFindings(StringBuilder page, MonitorStatus status)
    {
        page.Append("<h2>Now</h2>\n");
        foreach (string error in status.Errors.Select(error => error.Message))
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"critical\">{Encoded(error)}</p>\n");

        if (status.Findings.Count == 0 && status.Errors.Count == 0)
            page.Append("<p class=\"fine\">All credentials are fine.</p>\n");
        if (status.Findings.Count == 0)
            return;

        page.Append("<table id=\"findings\"><tr><th>How urgent</th><th>What</th></tr>\n");
        foreach (MonitorEvent found in status.Findings)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"{found.Severity.ToName()}\">{found.Severity.ToName()}</td><td>{Encoded(found.Message)}</td></tr>\n");

        page.Append("</table>\n");
    }

    private static void AddTimeLine(StringBuilder page, MonitorStatus status)
    {
        int[] counts = TimeLine.Counts(status.Due);
        int most = Math.Max(1, counts.Max());
        int width = BarWidth * TimeLine.Days;
        page.Append(CultureInfo.InvariantCulture, $"<h2>The next {TimeLine.Days} days</h2>\n<svg id=\"timeline\" viewBox=\"0 0 {width} {HighestBar + 34}\" role=\"img\" aria-label=\"{Encoded(status.TimeLine)}\">\n");
        for (int day = 0; day < counts.Length; day++)
        {
            if (counts[day] == 0)
                continue;

            int height = Math.Max(4, HighestBar * counts[day] / most);
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"{(day == 0 ? "today" : "later")}\" x=\"{(day * BarWidth) + 2}\" y=\"{HighestBar + 16 - height}\" width=\"{BarWidth - 4}\" height=\"{height}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{(day * BarWidth) + 6}\" y=\"{HighestBar + 12 - height}\">{counts[day]}</text>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<line x1=\"0\" y1=\"{HighestBar + 17}\" x2=\"{width}\" y2=\"{HighestBar + 17}\"/>");
        for (int day = 0; day < TimeLine.Days; day += 7)
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{day * BarWidth}\" y=\"{HighestBar + 30}\">{status.Time.UtcDateTime.AddDays(day):MMM d}</text>");

        page.Append("\n</svg>\n");
    }

    private static void AddDue(StringBuilder page, MonitorStatus status)
    {
        if (status.Due.Count == 0)
        {
            page.Append("<p>Nothing expires.</p>\n");
            return;
        }

        page.Append("<table id=\"due\"><tr><th>When</th><th>Profile</th><th>Provider</th><th>Agent</th></tr>\n");
        foreach (DueCredential due in status.Due)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td{(due.ExpiresIn <= TimeSpan.Zero ? " class=\"critical\"" : "")}>{Time(due.ExpiresAt)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Encoded(due.ProfileId)}</td><td>{Encoded(due.Provider)}</td><td>{Encoded(due.Agent)}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void AddPasses(StringBuilder page, MonitorStatus status)
    {
        page.Append("<h2>Passes</h2>\n<table id=\"passes\">\n");
        Row(page, "Started by", status.Schedule?.ToString() ?? "nobody: no schedule was installed");
        Row(page, "Last", status.LastPass is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"{UnixTime.ToReadable(last.FinishedAt.ToUnixTimeMilliseconds())}, exit code {last.ExitCode}, {last.Findings} not fine, {last.Told} told")
            : "none yet");
        foreach (string error in status.LastPass?.Errors ?? [])
            Row(page, "", error);

        Row(page, "Next", status.NextPassAt is { } next ? $"{UnixTime.ToReadable(next.ToUnixTimeMilliseconds())}{(status.IsOverdue ? ", overdue" : "")}" : "not known");
        Row(page, "Channels", status.Channels.Count == 0 ? "none" : status.Channels.ToString());
        page.Append("</table>\n");
    }

    private static void Row(StringBuilder page, string name, string value) =>
        page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Encoded(name)}</th><td>{Encoded(value)}</td></tr>\n");

    private static string Time(DateTimeOffset time) => Encoded(UnixTime.ToReadable(time.ToUnixTimeMilliseconds()));

    private static string Encoded(string text) => WebUtility.HtmlEncode(VisibleText.OfSentence(text));
}
