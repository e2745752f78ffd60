using System.Text.Json.Nodes;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>Everything there is to see of a profile, without its secret.</summary>
public sealed class ProfileStatus
{
    private readonly AuthProfile profile;
    private readonly ProfileUsage usage;

    internal ProfileStatus(ProfileHealth health, ProfileUsage usage, UnusableProfile? unusable, AgentContext context)
    {
        ProfileHealth = health;
        this.usage = usage;
        profile = health.Profile;
        Unusable = unusable;
        StateDirectory = context.StateDirectory;
        Agent = context.Id.Value;
    }

    /// <summary>The id, usually <c>provider:name</c>.</summary>
    public string ProfileId => profile.Id;

    /// <summary>The provider, as the store spells it.</summary>
    public string Provider => profile.ProviderName;

    /// <summary>What kind of credential it is.</summary>
    public AuthProfileKind Kind => profile.Kind;

    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory { get; }

    /// <summary>The id of the agent whose view this is.</summary>
    public string Agent { get; }

    /// <summary>The account's address, or <see langword="null"/>.</summary>
    public string? Email => ProfileHealth.Email;

    /// <summary>A text that tells the secret from others without giving it away, or says where it is kept.</summary>
    public string MaskedValue => profile.MaskedValue;

    /// <summary>Where the secret is kept instead of in the store, or <see langword="null"/>.</summary>
    public SecretReference? Reference => profile.Reference;

    /// <summary>How well it is.</summary>
    public HealthStatus Health => ProfileHealth.Status;

    /// <summary>The gateway's word for that.</summary>
    public string HealthName => HealthJson.NameOf(Health);

    /// <summary>Whether its access token has ended or soon will, and whoever uses it next renews it.</summary>
    public bool RenewsItself => ProfileHealth.RenewsItself;

    /// <summary>When it expires, or <see langword="null"/>.</summary>
    public DateTimeOffset? ExpiresAt => UnixTime.ToDateTime(ProfileHealth.ExpiresAt);

    /// <summary>How long it is good for, negative once it has expired; <see langword="null"/> when it does not expire or nobody knows.</summary>
    public TimeSpan? ExpiresIn => ProfileHealth.RemainingMilliseconds is { } remaining ? DurationText.ToTimeSpan(remaining) : null;

    /// <summary>Why and until when it is not used, or <see langword="null"/> when it can be.</summary>
    public UnusableProfile? Unusable { get; }

    /// <summary>Until when it is in cooldown or disabled, or <see langword="null"/>.</summary>
    public DateTimeOffset? Until => Unusable?.Until;

    /// <summary>How long it is still in cooldown or disabled, or <see langword="null"/>.</summary>
    public TimeSpan? Remaining => Unusable?.Remaining;

    /// <summary>When it was last used with success, or <see langword="null"/>.</summary>
    public DateTimeOffset? LastUsed => UnixTime.ToDateTime(usage.LastUsed);

    /// <summary>How many failures there were since then.</summary>
    public int ErrorCount => (int)Math.Clamp(usage.ErrorCount, 0, int.MaxValue);

    /// <summary>The failures since then by the gateway's names for them, each with how many.</summary>
    public IReadOnlyDictionary<string, int> FailureCounts => usage.FailureCounts;

    /// <summary>When the last failure was, or <see langword="null"/>.</summary>
    public DateTimeOffset? LastFailure => UnixTime.ToDateTime(usage.LastFailureAt);

    /// <summary>The absolute path of the file that holds it.</summary>
    public string? Path => profile.StoredIn;

    /// <summary>How well it is, and why.</summary>
    internal ProfileHealth ProfileHealth { get; }

    /// <summary>All of this as JSON, in the words of the status report.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = HealthJson.Of(ProfileHealth);
        json["value"] = MaskedValue;
        if (Reference is { } reference)
            json["reference"] = reference.ToJson();
        if (Unusable is not null)
            json["unusable"] = ModelStatusJson.Of(Unusable);

        ProfileUsageJson.AddTo(json, usage);
        json["storedIn"] = Path;
        return json;
    }

    /// <summary>Always the id.</summary>
    public override string ToString() => ProfileId;
}
