using System.Text.Json.Nodes;

namespace Moltbot.Core.Probing;

/// <summary>What came of probing an agent's credentials.</summary>
/// <param name="Results">What was found out: first what was not asked, then the rest, by provider.</param>
/// <param name="Options">How it was probed.</param>
/// <param name="Selection">What was to be probed.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="IsComplete">Whether it was not interrupted.</param>
public sealed record ProbeReport(
    IReadOnlyList<CredentialProbe> Results, ProbeOptions Options, ProbeSelection Selection, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, bool IsComplete)
{
    /// <summary>How many credentials were asked about.</summary>
    public int TotalTargets => Results.Count(result => result.Latency is not null || result.State == ProbeState.Timeout);

    /// <summary>How long it took.</summary>
    public TimeSpan Duration => FinishedAt - StartedAt;

    /// <summary>
    /// 0 when no credential in use is refused, 1 when one is, 3 when of one nothing was found out for a reason that is not its
    /// own: the network, the time, or that nothing was asked.
    /// </summary>
    public int ExitCode =>
        Results.Any(result => result is { IsInUse: true, IsRefused: true }) ? 1 :
        Results.Any(result => result is { IsInUse: true, IsUndecided: true }) ? 3 :
        0;

    /// <summary>The report as JSON: <c>auth.probes</c> of the gateway's status.</summary>
    public JsonObject ToJson()
    {
        JsonObject options = [];
        if (Selection.Provider is { } provider)
            options["provider"] = provider.Value;

        options["profileIds"] = new JsonArray([.. (Selection.ProfileIds ?? []).Select(id => (JsonNode?)id)]);
        options["timeoutMs"] = Options.Timeout.TotalMilliseconds;
        options["concurrency"] = Options.ThrottleLimit;
        if (Options.MaxTokens is { } tokens)
            options["maxTokens"] = tokens;

        options["level"] = Options.Level == ProbeLevel.List ? "list" : "completion";
        double start = StartedAt.ToUnixTimeMilliseconds();
        double finish = FinishedAt.ToUnixTimeMilliseconds();
        return new JsonObject
        {
            ["startedAt"] = start,
            ["finishedAt"] = finish,
            ["durationMs"] = finish - start,
            ["totalTargets"] = TotalTargets,
            ["options"] = options,
            ["results"] = new JsonArray([.. Results.Select(result => result.ToJson())]),
        };
    }
}
