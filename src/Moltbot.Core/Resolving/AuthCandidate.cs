using System.Text.Json.Nodes;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Resolving;

/// <summary>A profile or another source that a provider's credential could be taken from, and what becomes of it. Without its secret.</summary>
public sealed record AuthCandidate
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The agent's id.</summary>
    public required string Agent { get; init; }

    /// <summary>The provider that needs a credential, in its normal form.</summary>
    public required string Provider { get; init; }

    /// <summary>What says which profiles are tried, and in which order.</summary>
    public required string OrderedBy { get; init; }

    /// <summary>Its place among those that are looked at, counted from 1.</summary>
    public required int Position { get; init; }

    /// <summary>Where it is, as the gateway names it: <c>profile:…</c>, <c>env: NAME</c>, <c>models.json</c> and so on.</summary>
    public required string Source { get; init; }

    /// <summary>What becomes of it.</summary>
    public required CandidateState State { get; init; }

    /// <summary>The same in a word: <c>used</c>, <c>cooldown</c>.</summary>
    public string StateName => State.ToName();

    /// <summary>Why it is used or not, for people to read.</summary>
    public required string Reason { get; init => field = VisibleText.OfSentence(value); }

    /// <summary>The profile's id, or <see langword="null"/> when it is no profile.</summary>
    public string? ProfileId { get; init; }

    /// <summary>How it is used; <see langword="null"/> when there is nothing to be used.</summary>
    public CredentialMode? Mode { get; init; }

    /// <summary>A text that tells the secret from others without giving it away.</summary>
    public string MaskedValue { get; init; } = "";

    /// <summary>How long it is still in cooldown or disabled, or <see langword="null"/>.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Whether it is what is used now.</summary>
    public bool IsChosen => State == CandidateState.Chosen;

    /// <summary>Until when it is in cooldown or disabled, or <see langword="null"/>.</summary>
    public DateTimeOffset? Until => IsUnusable ? UnixTime.ToDateTime(Usage.UnusableUntil) : null;

    /// <summary>When it was last used with success, or <see langword="null"/>.</summary>
    public DateTimeOffset? LastUsed => UnixTime.ToDateTime(Usage.LastUsed);

    /// <summary>How many failures there were since then.</summary>
    public int ErrorCount => (int)Math.Clamp(Usage.ErrorCount, 0, int.MaxValue);

    /// <summary>The failures since then by the gateway's names for them, each with how many.</summary>
    public IReadOnlyDictionary<string, int> FailureCounts => Usage.FailureCounts;

    /// <summary>What is remembered about its use.</summary>
    internal ProfileUsage Usage { get; init; } = ProfileUsage.None;

    private bool IsUnusable => State is CandidateState.Cooldown or CandidateState.Disabled;

    /// <summary>All of this as JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["position"] = Position, ["source"] = Source };
        if (ProfileId is not null)
            json["profileId"] = ProfileId;
        if (Mode is { } mode)
            json["mode"] = mode.ToName();
        if (MaskedValue.Length > 0)
            json["value"] = MaskedValue;

        json["state"] = State.ToName();
        json["chosen"] = IsChosen;
        json["reason"] = Reason;
        if (IsUnusable)
        {
            json["until"] = Usage.UnusableUntil;
            json["remainingMs"] = Remaining?.TotalMilliseconds;
        }

        if (ProfileId is not null)
            ProfileUsageJson.AddTo(json, Usage);

        return json;
    }

    /// <summary>The profile's id, by which people know it; the source where it is no profile.</summary>
    public override string ToString() => ProfileId ?? Source;
}
