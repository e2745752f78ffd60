using Moltbot.Core.Errors;
using Moltbot.Core.Health;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>What of the statuses of agents somebody should hear of. Whether something is fine is the status's judgement.</summary>
/// <param name="findings">Where it is noted.</param>
/// <param name="settings">From when on.</param>
/// <param name="frontEnd">In whose words people are told what to do.</param>
internal sealed class StatusFindings(MonitorFindings findings, MonitorSettings settings, FrontEnd frontEnd)
{
    private const string Billing = "billing";

    private readonly HashSet<(string? Path, string ProfileId)> seen = [];
    private readonly HashSet<(string? Path, string ProfileId, double Until)> resting = [];
    private readonly HashSet<string> missing = new(StringComparer.Ordinal);

    /// <summary>Notes what an agent's status says; main's comes first, from which the others inherit.</summary>
    /// <param name="status">The status.</param>
    /// <param name="ownerOf">The id of the agent whose store a path is, or <see langword="null"/>.</param>
    public void Add(ModelStatus status, Func<string?, string?> ownerOf)
    {
        foreach (MoltbotException error in status.Errors)
            Add(status, MonitorEventKind.NotRead, MonitorSeverity.Critical, new(MonitorAspect.Reading, status.Agent, error.Path ?? error.Code.ToString()), error.MessageIn(frontEnd));

        findings.LookedAt(MonitorAspect.Reading, status.Agent);

        // Of what could not be read nobody knows that it is over.
        bool isSeen = status.Errors.Count == 0 && status.NotSeen is null;
        if (isSeen)
        {
            findings.LookedAt(MonitorAspect.Validity, status.Agent);
            findings.LookedAt(MonitorAspect.Rest, status.Agent);
            findings.LookedAt(MonitorAspect.Presence, status.Agent);
        }

        foreach (ProfileHealth profile in status.Health.Profiles.Where(profile => seen.Add((profile.Profile.StoredIn, profile.Profile.Id))))
            AddValidity(status, profile, ownerOf(profile.Profile.StoredIn) ?? status.Agent);
        foreach (UnusableProfile profile in status.UnusableProfiles.Where(profile => profile.Provider is not null && resting.Add((PathOf(status, profile.ProfileId), profile.ProfileId, profile.UntilMilliseconds))))
            AddRest(status, profile);
        foreach (string provider in status.MissingProviders.Where(provider => isSeen && missing.Add(provider)))
        {
            Add(status, MonitorEventKind.Missing, MonitorSeverity.Critical, new(MonitorAspect.Presence, status.Agent, provider),
                $"There is no credential for {provider}, which a configured model needs{OfAgent(status.Agent)}.", provider);
        }
    }

    private void AddValidity(ModelStatus status, ProfileHealth profile, string agent)
    {
        if (profile.RenewsItself || profile is { Status: HealthStatus.Ok, IsRenewable: true })
            return;

        MonitorKey key = new(MonitorAspect.Validity, agent, profile.Profile.Id);
        string label = $"{profile.Label}{OfAgent(agent)}";
        DateTimeOffset? until = UnixTime.ToDateTime(profile.ExpiresAt);
        switch (profile.Status)
        {
            case HealthStatus.Expired or HealthStatus.Missing or HealthStatus.Expiring when profile.RejectedBecause is { } reason:
                Add(status, MonitorEventKind.Refused, MonitorSeverity.Critical, key,
                    $"{label} is not renewed any more by its provider{(reason.Length > 0 ? $" ({reason})" : "")}. Sign in again: {NextSteps.SignIn(profile.ProviderName).In(frontEnd)}.", profile.ProviderName, profile.Profile.Id, until);
                break;
            case HealthStatus.Expired when profile.Profile.Fence is not null:
                Add(status, MonitorEventKind.Refused, MonitorSeverity.Critical, key,
                    $"The gateway could not renew {label}, and its token is spent. {Replace(profile)}", profile.ProviderName, profile.Profile.Id);
                break;
            case HealthStatus.Expired:
                Add(status, MonitorEventKind.Expired, MonitorSeverity.Critical, key,
                    $"{label} has expired, at {UnixTime.ToReadable(profile.ExpiresAt)}.{UnixTime.SecondsHint(profile.ExpiresAt)} {Replace(profile)}", profile.ProviderName, profile.Profile.Id, until);
                break;
            case HealthStatus.Missing:
                Add(status, MonitorEventKind.Missing, MonitorSeverity.Critical, key, $"{label} does not say when it expires. {Replace(profile)}", profile.ProviderName, profile.Profile.Id);
                break;
            case HealthStatus.Ok or HealthStatus.Expiring when profile.RemainingMilliseconds is { } left && settings.Warn.Of(left) is { } severity:
                Add(status, MonitorEventKind.Expiring, severity, key,
                    $"{label} expires in {DurationText.Remaining(left)}, at {UnixTime.ToReadable(profile.ExpiresAt)}. {Replace(profile)}", profile.ProviderName, profile.Profile.Id, until);
                break;
        }
    }

    private string Replace(ProfileHealth profile) => profile.Profile.Kind == AuthProfileKind.OAuth && (profile.Profile.IsLeftToGateway || SignInProvider.FindExactly(profile.ProviderName) is not null)
        ? $"Sign in again: {NextSteps.SignIn(profile.ProviderName).In(frontEnd)}."
        : $"Put another in its place: {NextSteps.ImportToken.In(frontEnd)}.";

    private void AddRest(ModelStatus status, UnusableProfile profile)
    {
        bool isDisabled = profile.State == CandidateState.Disabled;
        if (!isDisabled && profile.RemainingMilliseconds < settings.Resting.TotalMilliseconds && !IsOfALongRest(status, profile))
            return;

        string left = DurationText.Remaining(profile.RemainingMilliseconds);
        string label = $"{profile.ProfileId}{OfAgent(status.Agent)}";
        Add(
            status,
            isDisabled ? MonitorEventKind.Disabled : MonitorEventKind.Resting,
            !isDisabled ? MonitorSeverity.Warning : profile.DisabledReason == Billing ? MonitorSeverity.Critical : MonitorSeverity.Error,
            new(MonitorAspect.Rest, status.Agent, profile.ProfileId),
            isDisabled
                ? $"{label} is disabled for another {left}{(string.IsNullOrEmpty(profile.DisabledReason) ? "" : $" because of {profile.DisabledReason}")}. Once that is settled: {NextSteps.ClearDisabled.In(frontEnd)}."
                : $"{label} rests for another {left} after failures.",
            profile.Provider,
            profile.ProfileId,
            profile.Until);
    }

    /// <summary>Whose profile it is: one that is inherited rests once, with what is remembered of it.</summary>
    private static string? PathOf(ModelStatus status, string profileId) =>
        status.Health.Profiles.FirstOrDefault(profile => profile.Profile.Id == profileId)?.Profile.StoredIn;

    /// <summary>A long rest stays one until its end.</summary>
    private bool IsOfALongRest(ModelStatus status, UnusableProfile profile) => status.Providers
        .SelectMany(provider => provider.Profiles)
        .FirstOrDefault(known => known.ProfileId == profile.ProfileId)?.LastFailure is { } failure && profile.Until - failure >= settings.Resting;

    private static string OfAgent(string agent) => agent == "main" ? "" : $" of agent {agent}";

    private void Add(ModelStatus status, MonitorEventKind kind, MonitorSeverity severity, MonitorKey key, string message, string? provider = null, string? profileId = null, DateTimeOffset? until = null) => findings.Add(new MonitorEvent(key)
    {
        StateDirectory = status.StateDirectory,
        Kind = kind,
        Severity = severity,
        Provider = provider,
        ProfileId = profileId,
        Until = until,
        Message = VisibleText.OfSentence(message),
    });
}
