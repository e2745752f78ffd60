using Moltbot.Core.Connecting;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Sign-ins that several stores hold, whose renewal was interrupted, or that are not stored yet.</summary>
internal sealed class SignInCheck : IInstallationCheck
{
    /// <summary>Later than this nobody is still waiting for the answer.</summary>
    private const double LongestRenewal = 5 * 60_000;

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.RefreshTokenShared, FindingKinds.RenewalInterrupted, FindingKinds.SignInPending];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        (AgentContext Agent, AuthProfile Profile)[] signIns = [.. installation.Agents
            .SelectMany(agent => (agent.Reading.Own?.Store ?? agent.Reading.Imported).Profiles, (agent, profile) => (Agent: agent, Profile: profile))
            .Where(held => held.Profile.Kind == AuthProfileKind.OAuth && !held.Profile.Refresh.IsBlank)];
        return installation.IsOfToday ? [.. Pending(installation)] : [.. Shared(installation, signIns), .. Interrupted(installation, signIns), .. Pending(installation)];
    }

    private static IEnumerable<Finding> Shared(ExaminedInstallation installation, (AgentContext Agent, AuthProfile Profile)[] signIns)
    {
        foreach (IGrouping<Secret, (AgentContext Agent, AuthProfile Profile)> copies in signIns.GroupBy(held => held.Profile.Refresh).Where(copies => copies.Count() > 1))
        {
            (AgentContext first, AuthProfile original) = copies.First();
            foreach ((AgentContext agent, AuthProfile copy) in copies.Skip(1))
            {
                yield return installation.Found(
                    FindingKinds.RefreshTokenShared,
                    $"{copy.Id} of agent {agent.Id} has the same refresh token as {original.Id} of agent {first.Id}: when the gateway renews one of them, the other ends. Renewals of {NextSteps.RefreshSignIns} write to both; better sign in for each separately ({NextSteps.SignIn(copy.Provider.Value)}), or remove the copy.",
                    new FindingPlace(agent.StorePath) { Entry = $"profiles.{copy.Id}.refresh", Agent = agent.Id.Value, ProfileId = copy.Id });
            }
        }
    }

    private static IEnumerable<Finding> Interrupted(ExaminedInstallation installation, (AgentContext Agent, AuthProfile Profile)[] signIns)
    {
        RenewalRecords records = installation.Main.Renewals;
        if (!Directory.Exists(records.Directory))
            yield break;

        foreach ((AgentContext agent, AuthProfile profile) in signIns.DistinctBy(held => held.Profile.Refresh))
        {
            FindingPlace place = new(records.PathOf(profile)) { Agent = agent.Id.Value, ProfileId = profile.Id };
            Finding? found = null;
            try
            {
                if (records.Find(profile) is { State: RenewalState.Sent or RenewalState.Answered } record && installation.Now - record.At > LongestRenewal)
                    found = installation.Found(FindingKinds.RenewalInterrupted, Describe(profile, record.State), place);
            }
            catch (MoltbotException unreadable)
            {
                found = installation.Found(FindingKinds.RenewalInterrupted, unreadable, place);
            }

            if (found is not null)
                yield return found;
        }
    }

    private static Advice Describe(AuthProfile profile, RenewalState state)
    {
        if (state == RenewalState.Answered)
            return $"{profile.Id} was renewed, and the new tokens are not in all stores yet. {NextSteps.RefreshSignIns} puts them there.";

        return $"The renewal of {profile.Id} was interrupted while its refresh token was on its way. {NextSteps.RefreshSignIns} finds out whether it is still taken.";
    }

    private static bool IsWhole(string path)
    {
        try
        {
            return PendingSignIns.Read(path) is not null;
        }
        catch (MoltbotException)
        {
            return false;
        }
    }

    private static IEnumerable<Finding> Pending(ExaminedInstallation installation)
    {
        foreach (string path in new PendingSignIns(installation.Paths.PendingSignInsDirectory).Waiting)
        {
            Repair? store = IsWhole(path) ? Repair.Of(path, "Store it", RepairConsent.Unasked, cancellation =>
            {
                installation.StorePending(cancellation);
                return "remove the profile to be rid of it";
            }) : null;
            yield return installation.Found(FindingKinds.SignInPending, $"{path} holds a sign-in that was made and could not be stored then. {NextSteps.RefreshSignIns} stores it.", new FindingPlace(path), store);
        }
    }
}
