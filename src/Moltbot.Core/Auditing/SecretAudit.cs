using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;
using Moltbot.Core.Resolving;

namespace Moltbot.Core.Auditing;

/// <summary>
/// Looks for exposed secrets in the files of an installation: stores, <c>.env</c>, the configuration and what it includes,
/// <c>models.json</c>, and backups of all of these. It changes nothing.
/// </summary>
/// <param name="stateDirectory">The absolute path of the state directory of the installation.</param>
/// <param name="places">Where secrets can be.</param>
/// <param name="agents">The agents, whose references are followed.</param>
/// <param name="texts">What is in the files of text.</param>
/// <param name="errors">What keeps the installation from being known.</param>
/// <param name="secrets">Follows the references, all in one pass.</param>
/// <param name="frontEnd">In whose words it is told what to do next.</param>
internal sealed class SecretAudit(
    string stateDirectory,
    IEnumerable<SecretPlace> places,
    IReadOnlyList<AgentContext> agents,
    TextExposure texts,
    IReadOnlyList<MoltbotException> errors,
    SecretResolver secrets,
    FrontEnd frontEnd)
{
    private readonly List<SecretFinding> findings = [];
    private readonly List<string> files = [];
    private readonly List<MoltbotException> unread = [];
    private IReadOnlyCollection<string>? told;

    /// <summary>Looks at everything, and tells what could not be looked at.</summary>
    public SecretExposure Run()
    {
        AddTooOpen(TrustedFile.ProblemOfDirectory(stateDirectory), stateDirectory, owner: null);
        ILookup<bool, SecretPlace> present = places.Where(IsThere).ToLookup(place => place.Agent is not null);
        foreach (SecretPlace place in present[true])
            LookAt(place);

        FollowReferences();
        foreach (SecretPlace place in present[false])
            LookAt(place);

        return new SecretExposure(findings, files)
        {
            Errors = [.. errors.Concat(agents.SelectMany(agent => agent.Reading.Errors)).Concat(unread).DistinctBy(error => error.Path ?? error.Message, PathComparison.Here.Comparer)],
        };
    }

    private bool IsThere(SecretPlace place)
    {
        MoltbotException? problem = place.Problem;
        bool isThere = problem is null && Folder.Holds(place.Place.Path, out problem);
        if (problem is not null)
            unread.Add(problem);

        return isThere;
    }

    private void LookAt(SecretPlace place)
    {
        string path = place.Place.Path;
        files.Add(path);
        List<SecretFinding> found = [];
        bool isRead = true;
        try
        {
            found.AddRange(In(place, path));
        }
        catch (MoltbotException error)
        {
            unread.Add(error); // what cannot be read is not known to hold no secret
            isRead = false;
        }

        // The rows of a database and the rest of it are two places in one file.
        if (files.IndexOf(path) < files.Count - 1)
        {
            files.RemoveAt(files.Count - 1);
            found.ForEach(finding => Add(finding, place.Agent));
            return;
        }

        // What a store of packages gives to everybody holds no secret, or that is what is wrong with it.
        bool isPublic = isRead && found.Count == 0 && TrustedFile.IsPublished(path);
        AddTooOpen(TrustedFile.ProblemOfFile(path, isSecret: !isPublic), path, place.Agent);
        found.ForEach(finding => Add(finding, place.Agent));
    }

    private void AddTooOpen(string? problem, string path, AgentId? owner)
    {
        if (problem is not null)
            Add(new SecretFinding(SecretFindingCode.PermissionsTooOpen, path, null, $"{char.ToUpperInvariant(problem[0])}{problem[1..]}."), owner);
    }

    private IEnumerable<SecretFinding> In(SecretPlace place, string path) => place.Kind switch
    {
        SecretPlaceKind.Store => StoreExposure.In(OwnOf(agents.First(agent => agent.Store.Place == place.Place).Reading), path, isCopy: false, frontEnd),
        SecretPlaceKind.StoreCopy => StoreExposure.In(AuthProfileStore.Read(CredentialFile.Read(path)) ?? throw ProfileErrors.NotAStore(path), path, isCopy: true, frontEnd),
        SecretPlaceKind.Database => DatabaseExposure.In(path, Told),
        SecretPlaceKind.DatabaseCopy => DatabaseExposure.In(path, []),
        SecretPlaceKind.Archive => [new(SecretFindingCode.LegacyResidue, path, null, "The gateway has taken this over into its database and keeps the file, in which everything stands in plain text. Delete it once nothing in it is missed.")],
        SecretPlaceKind.Models => texts.InJson(path, isModels: true),
        SecretPlaceKind.Variables => texts.InDotEnv(path, frontEnd),
        SecretPlaceKind.Settings => texts.InJson(path, isModels: false),
        _ => [new(SecretFindingCode.LegacyResidue, path, null, "A file of an older layout with credentials in it is still there. Once the store has them, delete it.")],
    };

    /// <summary>The texts of all credentials in rows, which are told by themselves.</summary>
    private IReadOnlyCollection<string> Told => told ??= [.. agents
        .SelectMany(agent => agent.Reading.Store.Profiles.Select(profile => profile.Json).Concat(agent.Reading.Store.PassedOver.Select(entry => entry.Json)).Concat((agent.Reading.Own?.Store.PassedOver ?? []).Select(entry => entry.Json)))
        .SelectMany(entry => TextExposure.Texts(JsonText.ToNode(entry), ""))
        .Select(text => text.Value)
        .Where(text => text.Length >= DatabaseExposure.ShortestSecret)
        .Distinct(StringComparer.Ordinal)];

    /// <summary>What is JSON but no store is not known to hold no secret.</summary>
    private static AuthProfileStore OwnOf(StoreReading reading) => reading.OwnProblem is { } problem ? throw problem : reading.Own?.Store ?? AuthProfileStore.Empty;

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
                Add(new SecretFinding(SecretFindingCode.RefUnresolved, profile.StoredIn ?? "", $"profiles.{profile.Id}", error.MessageIn(frontEnd)) { ProfileId = profile.Id, Cause = error }, agent.Id);
        }
    }

    /// <summary>The only way in for a finding, so that each says whose it is.</summary>
    private void Add(SecretFinding finding, AgentId? owner) =>
        findings.Add(finding with { StateDirectory = stateDirectory, Agent = owner?.Value });
}
