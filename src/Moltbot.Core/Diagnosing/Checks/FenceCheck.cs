using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>What a gateway of today has put in the place of sign-ins that it renews, and the locks of renewals (docs/gateway/later.md §2.5). All of it is the gateway's, and left to it.</summary>
internal sealed class FenceCheck : IInstallationCheck
{
    private const string Extension = ".lock";

    /// <summary>Later than this the gateway takes a lock over.</summary>
    private const double StaleAfter = 180_000;

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.SignInRenewalFailed, FindingKinds.SignInBeingRenewed, FindingKinds.LockStale];

    /// <inheritdoc/>
    public bool IsOf(LayoutKind layout) => layout == LayoutKind.Today;

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) => [.. Fences(installation), .. Locks(installation)];

    private static IEnumerable<Finding> Fences(ExaminedInstallation installation) =>
        from agent in installation.Agents
        from profile in agent.Reading.Store.Profiles
        where profile.Fence is not null && !agent.Reading.IsInherited(profile)
        select Of(installation, agent, profile);

    private static Finding Of(ExaminedInstallation installation, AgentContext agent, AuthProfile profile)
    {
        FindingPlace place = new(profile.StoredIn) { Entry = $"profiles.{profile.Id}", Agent = agent.Id.Value, ProfileId = profile.Id };
        return profile.Fence is { HasFailed: true }
            ? installation.Found(
                FindingKinds.SignInRenewalFailed,
                $"The gateway could not renew {profile.Id}, and its token is spent. Sign in again: {GatewayCommands.SignIn(profile.ProviderName, profile.Id)}, or {NextSteps.SignIn(profile.Provider.Value)}.",
                place)
            : installation.Found(
                FindingKinds.SignInBeingRenewed,
                $"The gateway is renewing {profile.Id}, and nobody else may. If it does not end, no gateway is at it any more; sign in again with {GatewayCommands.SignIn(profile.ProviderName, profile.Id)}.",
                place);
    }

    private static IEnumerable<Finding> Locks(ExaminedInstallation installation)
    {
        string directory = Path.Combine(installation.Paths.StateDirectory, "locks", "oauth-refresh");
        IReadOnlyList<string> files = Folder.Files(directory, out MoltbotException? problem);
        if (problem is not null)
            return [installation.Found(FindingKinds.LockStale, problem)];

        return
        [
            .. from path in files
               where path.EndsWith(Extension, StringComparison.Ordinal)
               let age = installation.Now - new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds()
               where age > StaleAfter
               select installation.Found(
                   FindingKinds.LockStale, $"{path} is the gateway's lock of {DurationText.Remaining(age)} ago on the renewal of a sign-in. It takes that over by itself with the next renewal.", new FindingPlace(path)) with
               {
                   Severity = FindingSeverity.Note,
               },
        ];
    }
}
