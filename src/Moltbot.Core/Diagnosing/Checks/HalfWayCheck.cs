using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Files of January's in an installation of today's gateway, which does not use credentials or does not start as long as they are there (docs/gateway/later.md §2.8).</summary>
internal sealed class HalfWayCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.InstallationHalfWay];

    /// <inheritdoc/>
    public bool IsOf(LayoutKind layout) => layout == LayoutKind.Today;

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (AgentContext agent in installation.Agents)
        {
            IEnumerable<string> files = agent.Id == AgentId.Main ? installation.Paths.JanuaryFilesOfMain : InstallationPaths.JanuaryFilesIn(agent.Directory);
            foreach (string path in files.Where(path => RealPath.Exists(path) && told.Add(path)))
                yield return OfCredentials(installation, agent, path);

            string sessions = Path.Combine(Path.GetDirectoryName(agent.Directory)!, "sessions", "sessions.json");
            if (RealPath.Exists(sessions) && told.Add(sessions))
            {
                yield return installation.Found(
                    FindingKinds.InstallationHalfWay,
                    $"{sessions} is a file of an older gateway, and the one of this installation, {GatewayCommands.Today}, does not start again as long as it is there. Have it taken over with {GatewayCommands.Repair}.",
                    new FindingPlace(sessions) { Agent = agent.Id.Value });
            }
        }
    }

    private static Finding OfCredentials(ExaminedInstallation installation, AgentContext agent, string path)
    {
        FindingPlace place = new(path) { Agent = agent.Id.Value };
        MoltbotException pending = InstallationLayout.Pending(path);
        if (TryRead(path) is not { } profiles)
            return installation.Found(FindingKinds.InstallationHalfWay, pending, place);

        HashSet<Secret> rows = [.. agent.Reading.Store.Profiles.SelectMany(SecretsOf)];
        int missing = profiles.Count(profile => !SecretsOf(profile).All(rows.Contains) || (profile.Reference is { } reference && !agent.Reading.Store.Profiles.Any(row => row.Reference == reference)));
        if (missing > 0)
            return installation.Found(FindingKinds.InstallationHalfWay, $"{pending.Message} {(missing == 1 ? "A credential" : $"{missing} credentials")} in it {(missing == 1 ? "is" : "are")} not in the database.", place);

        Repair aside = Repair.Of(path, "Move it aside: all credentials in it are in the database", RepairConsent.Asked, _ => installation.Files.SetAside(path));
        return installation.Found(FindingKinds.InstallationHalfWay, $"{pending.Message} All credentials in it are in the database.", place, aside);
    }

    /// <summary>The credentials in a store; <see langword="null"/> when nobody knows what is in the file.</summary>
    private static IReadOnlyList<AuthProfile>? TryRead(string path)
    {
        try
        {
            return AuthProfileStore.Read(JsonText.Parse(SharedFile.Read(path, FileLimit.Store) ?? [])) is { PassedOver.Count: 0 } store && Path.GetFileName(path) == "auth-profiles.json" ? [.. store.Profiles] : null;
        }
        catch (Exception unreadable) when (unreadable is MoltbotException || WriteFailure.IsRefusal(unreadable))
        {
            return null;
        }
    }

    private static IEnumerable<Secret> SecretsOf(AuthProfile profile) => new[] { profile.Key, profile.Token, profile.Access, profile.Refresh }.Where(secret => !secret.IsBlank);
}
