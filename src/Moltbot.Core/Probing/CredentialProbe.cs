using System.Text.Json.Nodes;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Probing;

/// <summary>What a provider says to one credential now.</summary>
public sealed class CredentialProbe
{
    private const string Expired = "expired";

    internal CredentialProbe(ProbeOutcome outcome) => Outcome = outcome;

    /// <summary>The absolute path of the state directory of the installation.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The agent's id.</summary>
    public required string Agent { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The profile; <see langword="null"/> where it is none.</summary>
    public string? ProfileId { get; init; }

    /// <summary>How it is named to people: the profile with its address, <c>env: NAME</c>, <c>models.json</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Where it is taken from, as the gateway names it: <c>profile:…</c>, <c>env: NAME</c>, <c>models.json</c>; <c>given</c> where it is not stored.</summary>
    public required string Source { get; init; }

    /// <summary>How it is used, or <see langword="null"/> when there is nothing to be used.</summary>
    public CredentialMode? Mode { get; init; }

    /// <summary>The gateway's word for the mode, or <see langword="null"/>.</summary>
    public string? ModeName => Mode == CredentialMode.ApiKey ? "api_key" : Mode?.ToName();

    /// <summary>Whether it is what the agent's next run would use for the provider.</summary>
    public bool IsInUse { get; init; }

    /// <summary>Until when it is in cooldown or disabled, which does not keep it from being probed; <see langword="null"/> when it is not.</summary>
    public DateTimeOffset? UnusableUntil { get; init; }

    /// <summary>What to do next, where there is something special to do; or <see langword="null"/>.</summary>
    public string? NextStep { get; init; }

    /// <summary>What the provider says.</summary>
    public ProbeState State => Outcome.Verdict.State;

    /// <summary>Whether it is accepted.</summary>
    public bool Succeeded => State == ProbeState.Ok;

    /// <summary>A narrower word for programs, as <c>expired</c>, <c>dns</c>, <c>list_unsupported</c>; or <see langword="null"/>.</summary>
    public string? ReasonCode => Outcome.Verdict.ReasonCode;

    /// <summary>The provider's words without secrets, or ours where it said nothing; <see langword="null"/> where it is accepted.</summary>
    public string? Message => Outcome.Verdict.Message;

    /// <summary>What is left to be spent, where the provider says so; or <see langword="null"/>.</summary>
    public string? Balance => Outcome.Verdict.Detail;

    /// <summary>How much was asked.</summary>
    public ProbeLevel Level => Outcome.Level;

    /// <summary>The model that was asked, as <c>provider/model</c>; <see langword="null"/> where none was.</summary>
    public string? Model => Outcome.Model is { } model ? $"{Provider}/{model}" : null;

    /// <summary>The HTTP status; <see langword="null"/> where there was no answer.</summary>
    public int? HttpStatus => Outcome.HttpStatus;

    /// <summary>How long it took from the start of the request to the end of the answer; <see langword="null"/> where nothing was sent.</summary>
    public TimeSpan? Latency => Outcome.Latency;

    /// <summary>How long the provider wants to be left alone, or <see langword="null"/>.</summary>
    public TimeSpan? RetryAfter => Outcome.Verdict.RetryAfter;

    /// <summary>The provider's name for the request, or <see langword="null"/>.</summary>
    public string? RequestId => Outcome.Verdict.RequestId;

    /// <summary>Whether the provider does not serve this credential, or it has expired.</summary>
    internal bool IsRefused => State is ProbeState.Auth or ProbeState.Billing || ReasonCode == Expired;

    /// <summary>Whether it says something of a profile that is worth being remembered.</summary>
    internal bool IsLearntFrom => ProfileId is not null && (Succeeded || Outcome.Reason is not null);

    /// <summary>Whether nothing was found out for a reason that is not the credential's: nothing was asked, the provider was not reached, or not in time.</summary>
    internal bool IsUndecided => !IsRefused && State is ProbeState.Skipped or ProbeState.Network or ProbeState.Timeout;

    /// <summary>What the use of the credential would have come to; <see langword="null"/> where nothing is learnt of it.</summary>
    internal ProbeOutcome Outcome { get; }

    /// <summary>The result as JSON, with the gateway's members first.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["provider"] = Provider };
        Add(json, "model", Model);
        Add(json, "profileId", ProfileId);
        json["label"] = Label;
        json["source"] = ProfileId is not null ? "profile" : Source.Contains("env: ", StringComparison.Ordinal) ? "env" : Source;
        Add(json, "mode", ModeName);
        json["status"] = State.ToName();
        Add(json, "error", Message);
        if (Latency is { } latency)
            json["latencyMs"] = Math.Round(latency.TotalMilliseconds);

        json["level"] = Level == ProbeLevel.List ? "list" : "completion";
        json["inUse"] = IsInUse;
        Add(json, "reasonCode", ReasonCode);
        if (HttpStatus is { } status)
            json["httpStatus"] = status;
        if (RetryAfter is { } retryAfter)
            json["retryAfterMs"] = Math.Round(retryAfter.TotalMilliseconds);

        Add(json, "requestId", RequestId);
        Add(json, "detail", Balance);
        Add(json, "nextStep", NextStep);
        return json;
    }

    private static void Add(JsonObject json, string name, string? text)
    {
        if (text is not null)
            json[name] = text;
    }
}
