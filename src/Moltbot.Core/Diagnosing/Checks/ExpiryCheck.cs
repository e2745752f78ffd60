using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Health;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Sign-ins and tokens whose time has passed or soon will.</summary>
internal sealed class ExpiryCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
        [FindingKinds.ProfileExpired, FindingKinds.ProfileExpiring, FindingKinds.ProfileExpiryMissing, FindingKinds.ProfileRejected];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) =>
        from agent in installation.Agents
        from profile in agent.Reading.Store.Profiles
        where profile is { HasSecret: true, Fence: null, IsSetAside: false } && !agent.Reading.IsInherited(profile)
        let found = Of(installation, agent, ProfileHealth.Of(profile, agent.Configuration, agent.Now, HealthSummary.DefaultWarnAfter, agent.Renewals.RejectionOf))
        where found is not null
        select found;

    private static Finding? Of(ExaminedInstallation installation, AgentContext agent, ProfileHealth health)
    {
        FindingPlace place = new(health.Profile.StoredIn) { Entry = $"profiles.{health.Profile.Id}.expires", Agent = agent.Id.Value, ProfileId = health.Profile.Id };
        return health.Status switch
        {
            HealthStatus.Expired when health.RejectedBecause is { } reason => installation.Found(
                FindingKinds.ProfileRejected, $"{health.Label} has expired, and its provider does not renew it any more{(reason.Length > 0 ? $" ({reason})" : "")}. {Again(health.Profile)}", place),
            HealthStatus.Expired when health is { RenewsItself: true, Profile.IsLeftToGateway: true } => installation.Found(
                FindingKinds.ProfileExpired, $"{health.Label} has expired.{UnixTime.SecondsHint(health.ExpiresAt)} The gateway renews it with its next use, and so does {GatewayCommands.Status}.", place) with { Severity = FindingSeverity.Note },
            HealthStatus.Expired when health.RenewsItself => installation.Found(
                FindingKinds.ProfileExpired, $"{health.Label} has expired.{UnixTime.SecondsHint(health.ExpiresAt)} Its next use renews it, and so does {NextSteps.RefreshSignIns}.", place, Renewal(installation, agent, health)) with { Severity = FindingSeverity.Warning },
            HealthStatus.Expired => installation.Found(FindingKinds.ProfileExpired, $"{health.Label} has expired.{UnixTime.SecondsHint(health.ExpiresAt)} {Again(health.Profile)}", place),
            HealthStatus.Expiring => installation.Found(
                FindingKinds.ProfileExpiring, $"{health.Label} expires in {DurationText.Remaining(health.RemainingMilliseconds)}. {Then(health)}", place) with
            {
                Severity = health.RenewsItself ? FindingSeverity.Note : FindingSeverity.Warning,
            },
            HealthStatus.Missing => installation.Found(
                FindingKinds.ProfileExpiryMissing, $"{health.Label} does not say when it expires. {Again(health.Profile)}", place, health is { RenewsItself: true, Profile.IsLeftToGateway: false } ? Renewal(installation, agent, health) : null),
            _ when health.Profile is { Kind: AuthProfileKind.Token, Expires: null } token && token.Json.Has("expires") => installation.Found(
                FindingKinds.ProfileExpiryMissing, $"What {health.Label} says of its expiry is no number, so it counts as one that never expires. {Again(token)}", place),
            _ => null,
        };
    }

    private static Advice Then(ProfileHealth health)
    {
        if (health.RenewsItself)
            return "It renews itself.";

        return Again(health.Profile);
    }

    private static Repair Renewal(ExaminedInstallation installation, AgentContext agent, ProfileHealth health)
    {
        string id = health.Profile.Id;
        return new Repair(new PlannedChange($"{id} of agent {agent.Id}", $"Renew the sign-in at {health.ProviderName}"), RepairConsent.Asked, async cancellation =>
        {
            await installation.Renew(agent, id, cancellation).ConfigureAwait(false);
            return "the old access token had expired; nothing is to be undone";
        });
    }

    private static Advice Again(AuthProfile profile)
    {
        if (profile.Kind == AuthProfileKind.OAuth)
            return $"Sign in again: {NextSteps.SignIn(profile.Provider.Value)}.";

        return $"Import a new token with {NextSteps.ImportToken}.";
    }
}
