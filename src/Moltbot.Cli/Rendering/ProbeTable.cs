using System.Globalization;
using Moltbot.Core.Probing;
using Moltbot.Core.Running;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Rendering;

/// <summary>What providers say to credentials, for people.</summary>
internal sealed class ProbeTable(Session session)
{
    private const int LeastWidth = 60;
    private const int WidthWithoutTerminal = 119;

    private static readonly (string, int)[] Columns = [("Model", 18), ("Profile", 24), ("Status", 12)];

    private readonly Palette palette = session.Palette;

    /// <summary>Writes the report under its heading.</summary>
    public void Write(ProbeReport report)
    {
        session.Output.WriteLine(palette.Heading("Auth probes"));
        if (report.Results.Count == 0)
        {
            session.Output.WriteLine(palette.Muted("- none"));
            return;
        }

        CredentialProbe[] sorted = [.. report.Results.OrderBy(result => result.Provider, StringComparer.Ordinal).ThenBy(result => result.Label, StringComparer.Ordinal)];
        foreach (string line in new BoxTable(Columns, Width()).Lines([.. sorted.Select(Row)]))
            session.Output.WriteLine(line);

        session.Output.WriteLine(palette.Muted(report.TotalTargets == 0
            ? "No probe targets."
            : $"Probed {report.TotalTargets} target{(report.TotalTargets == 1 ? "" : "s")} in {DurationText.Latency(report.Duration)}"));
        foreach (string next in sorted.Where(result => result.NextStep is not null).Select(result => $"{result.Label}: {result.NextStep}").Distinct(StringComparer.Ordinal))
            session.Output.WriteLine(next);
    }

    private (string, Func<string, string>)[][] Row(CredentialProbe result) =>
    [
        [(result.Model ?? $"{result.Provider}/-", palette.Heading)],
        [(result.ModeName is { } mode ? $"{result.Label} ({mode})" : result.Label, palette.Label)],
        [.. Status(result)],
    ];

    private IEnumerable<(string, Func<string, string>)> Status(CredentialProbe result)
    {
        yield return ($"{result.State.ToName()} · {(result.Latency is { } latency ? DurationText.Latency(latency) : "-")}{(result.RetryAfter is { } wait ? $" · retry after {DurationText.Latency(wait)}" : "")}", Paint(result.State));
        if (result.Message is { } message)
            yield return ($"↳ {message}{(result.ReasonCode is { } code ? $" [{code}]" : "")}", palette.Muted);
        if (result.Balance is { } balance)
            yield return (balance, palette.Muted);
        if (result.UnusableUntil is { } until)
            yield return ($"not used until {until.ToString("u", CultureInfo.InvariantCulture)}", palette.Warning);
    }

    private Func<string, string> Paint(ProbeState state) => state switch
    {
        ProbeState.Ok => palette.Good,
        ProbeState.RateLimit or ProbeState.Timeout or ProbeState.Billing or ProbeState.Network => palette.Warning,
        ProbeState.Auth or ProbeState.Format => palette.Bad,
        _ => palette.Muted,
    };

    private static int Width() => StandardStreams.IsOutputTerminal ? Math.Max(LeastWidth, Console.WindowWidth - 1) : WidthWithoutTerminal;
}
