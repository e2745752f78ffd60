using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>What the store remembers about the use of a profile. Times are milliseconds since the Unix epoch.</summary>
public sealed class ProfileUsage
{
    private readonly bool isOfToday;

    internal ProfileUsage(JsonElement json, bool isOfToday = false)
    {
        Json = json;
        this.isOfToday = isOfToday;
    }

    /// <summary>Nothing is remembered.</summary>
    internal static ProfileUsage None { get; } = new(default);

    /// <summary>When the profile was last used with success; <see langword="null"/> when it never was.</summary>
    public double? LastUsed => Json.Member("lastUsed").AsNumber();

    /// <summary>Until when the profile is in cooldown after a failure.</summary>
    public double? CooldownUntil => Json.Member("cooldownUntil").AsNumber();

    /// <summary>Until when the profile is disabled, for instance for a billing problem.</summary>
    public double? DisabledUntil => Json.Member("disabledUntil").AsNumber();

    /// <summary>Why it is disabled, or <see langword="null"/>; a secret in the wrong place is not repeated.</summary>
    public string? DisabledReason => Json.Member("disabledReason").AsText() is { } reason ? Redaction.HideSecrets(reason) : null;

    /// <summary>Why it is in cooldown, as a gateway of today says, or <see langword="null"/>.</summary>
    public string? CooldownReason => isOfToday ? Json.Member("cooldownReason").AsText() : null;

    /// <summary>The model that it is in cooldown for, or blocked; <see langword="null"/> for all of them.</summary>
    public string? UnusableModel => isOfToday ? Json.Member("cooldownModel").AsText() ?? Json.Member("blockedModel").AsText() : null;

    /// <summary>Until when a provider keeps it from being used because a plan is used up, as a gateway of today says.</summary>
    public double? BlockedUntil => isOfToday ? Json.Member("blockedUntil").AsNumber() : null;

    /// <summary>How many failures there were since the last success.</summary>
    public double ErrorCount => Json.Member("errorCount").AsNumber() ?? 0;

    /// <summary>When the last failure was, be there a success after it or not; <see langword="null"/> when there was none.</summary>
    public double? LastFailureAt => Json.Member("lastFailureAt").AsNumber();

    /// <summary>How many failures of each kind there were since the last success, by the gateway's names for them.</summary>
    public IReadOnlyDictionary<string, int> FailureCounts => new OrderedMap<int>(
        from entry in Json.Member("failureCounts").Entries()
        let count = entry.Value.AsNumber()
        where count > 0
        select KeyValuePair.Create(Redaction.HideSecrets(entry.Name), (int)Math.Min(count.Value, int.MaxValue)));

    /// <summary>The latest end of cooldown, disabling and block, whether past or not; <see langword="null"/> when there is none of them.</summary>
    public double? UnusableUntil => Later(Later(Positive(CooldownUntil), Positive(DisabledUntil)), Positive(BlockedUntil));

    /// <summary>The entry as it is stored.</summary>
    internal JsonElement Json { get; }

    /// <summary>Whether the profile is in cooldown or disabled at a time.</summary>
    internal bool IsUnusableAt(double now) => now < UnusableUntil;

    /// <summary>Whether it is for one model at a time, as a gateway of today has it; another model may be in cooldown (docs/gateway/later.md §5).</summary>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <param name="model">The model's name without its provider; <see langword="null"/> to ask whether it is for all of them.</param>
    internal bool IsUnusableAt(double now, string? model) =>
        IsDisabledAt(now)
        || (now < BlockedUntil && (Json.Member("blockedScope").AsText() != "model" || IsFor(Json.Member("blockedModel").AsText(), model)))
        || (now < CooldownUntil && (CooldownReason is not ("rate_limit" or "timeout" or "model_not_found") || IsFor(Json.Member("cooldownModel").AsText(), model)));

    /// <summary>Whether the profile is disabled, not just in cooldown, at a time.</summary>
    internal bool IsDisabledAt(double now) => now < DisabledUntil;

    private static bool IsFor(string? unusable, string? model) => string.IsNullOrEmpty(unusable) || unusable == model;

    private static double? Later(double? one, double? other) => one is { } first && other is { } second ? Math.Max(first, second) : one ?? other;

    private static double? Positive(double? time) => time is { } value && double.IsFinite(value) && value > 0 ? value : null;
}
