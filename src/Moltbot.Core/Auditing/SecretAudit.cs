using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Resolving;

namespace Moltbot.Core.Auditing;

/// <summary>
/// Looks for exposed secrets in the files of an installation: stores, <c>.env</c>, the configuration and what it includes,
/// <c>models.json</c>, and backups of all of these. It changes nothing.
/// </summary>
/// <param name="stateDirectory">The absolute path of the state directory of the installation.</param>
/// <param name="places">Where secrets can be.</param>
/// <param name="agents">The agents, whose references are followed.</param>
/// <param name="errors">What keeps the installation from being known.</param>
/// <param name="secrets">Follows the references, all in one pass.</param>
/// <param name="frontEnd">In whose words it is told what to do next.</param>
internal sealed class SecretAudit(
    string stateDirectory,
    IEnumerable<SecretPlace> places,
    IReadOnlyList<AgentContext> agents,
    IReadOnlyList<MoltbotException> errors,
    SecretResolver secrets,
    FrontEnd frontEnd)
{
    private readonly List<SecretFinding> findings = [];
    private readonly List<string> files = [];
    private readonly List<MoltbotException> unread = [];

    /// <summary>Looks at everything, and tells what could not be looked at.</summary>
    public SecretExposure Run()
    {
        ILookup<bool, SecretPlace> present = places.Where(place => File.Exists(place.Path)).ToLookup(place => place.Agent is not null);
        foreach (SecretPlace place in present[true])
            LookAt(place);

        FollowReferences();
        foreach (SecretPlace place in present[false])
            LookAt(place);

        return new SecretExposure(findings, files)
        {
            Errors = [.. errors.Concat(agents.SelectMany(agent => agent.Reading.Errors)).Concat(unread).DistinctBy(error => error.Path ?? error.Message, StringComparer.Ordinal)],
        };
    }

    private void LookAt(SecretPlace place)
    {
        files.Add(place.Path);
        if (TrustedFile.Problem(place.Path, isSecret: true) is { } problem)
            Add(new SecretFinding(SecretFindingCode.PermissionsTooOpen, place.Path, null, $"{char.ToUpperInvariant(problem[0])}{problem[1..]}."), place.Agent);

        try
        {
            foreach (SecretFinding finding in In(place))
                Add(finding, place.Agent);
        }
        catch (MoltbotException error)
        {
            unread.Add(error); // what cannot be read is not known to hold no secret
        }
    }

    private IEnumerable<SecretFinding> In(SecretPlace place) => place.Kind switch
    {
        SecretPlaceKind.Store => StoreExposure.In(place.Path, isCopy: false, frontEnd),
        SecretPlaceKind.StoreCopy => StoreExposure.In(place.Path, isCopy: true, frontEnd),
        SecretPlaceKind.Models => TextExposure.InJson(place.Path, isModels: true),
        SecretPlaceKind.Variables => TextExposure.InDotEnv(place.Path, frontEnd),
        SecretPlaceKind.Settings => TextExposure.InJson(place.Path, isModels: false),
        _ => [new(SecretFindingCode.LegacyResidue, place.Path, null, "A file of an older layout with credentials in it is still there. Once the store has them, delete it.")],
    };

    /// <summary>Every reference once: those that an agent inherits are main's.</summary>
    private void FollowReferences()
    {
        (AgentContext Agent, AuthProfile Profile)[] referring = [.. agents
            .SelectMany(agent => agent.Reading.Store.Profiles, (agent, profile) => (Agent: agent, Profile: profile))
            .Where(found => found.Profile.Reference is not null && !found.Agent.Reading.IsInherited(found.Profile))];
        IReadOnlyList<FetchedSecret> fetched = secrets.Resolve([.. referring.Select(found => found.Profile.Reference!)]);
        foreach (((AgentContext agent, AuthProfile profile), FetchedSecret secret) in referring.Zip(fetched))
        {
            if (secret.Error is { } error)
                Add(new SecretFinding(SecretFindingCode.RefUnresolved, profile.StoredIn ?? "", $"profiles.{profile.Id}", error.MessageIn(frontEnd)) { ProfileId = profile.Id }, agent.Id);
        }
    }

    /// <summary>The only way in for a finding, so that each says whose it is.</summary>
    private void Add(SecretFinding finding, AgentId? owner) =>
        findings.Add(finding with { StateDirectory = stateDirectory, Agent = owner?.Value });
}
