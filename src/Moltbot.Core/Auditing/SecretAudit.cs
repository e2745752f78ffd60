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
/// <param name="agents">The agents, main before those that inherit from it. What is there twice is looked at once.</param>
/// <param name="paths">Where the files of the installation are.</param>
/// <param name="errors">What keeps the installation from being known.</param>
/// <param name="secrets">Follows the references, all in one pass.</param>
internal sealed class SecretAudit(IReadOnlyList<AgentContext> agents, InstallationPaths paths, IReadOnlyList<MoltbotException> errors, SecretResolver secrets)
{
    private static readonly EnumerationOptions EveryFile = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private readonly List<SecretFinding> findings = [];
    private readonly List<string> files = [];
    private readonly List<MoltbotException> unread = [];

    /// <summary>Looks at everything, and tells what could not be looked at.</summary>
    public SecretExposure Run()
    {
        AgentContext[] distinct = [.. agents.DistinctBy(agent => agent.Directory, StringComparer.Ordinal)];
        foreach (AgentContext agent in distinct)
            LookAtAgent(agent);

        FollowReferences(distinct);
        LookAtSettings();
        return new SecretExposure(findings, files)
        {
            Errors = [.. errors.Concat(distinct.SelectMany(agent => agent.Reading.Errors)).Concat(unread).DistinctBy(error => error.Path ?? error.Message, StringComparer.Ordinal)],
        };
    }

    private void LookAtAgent(AgentContext agent)
    {
        LookAt(agent.Store.Place.Path, path => StoreExposure.In(path, isCopy: false), agent);
        foreach (string backup in BackupsOf(agent.Store.Place.Path))
            LookAt(backup, path => StoreExposure.In(path, isCopy: true), agent);

        LookAt(Path.Combine(agent.Directory, "auth.json"), Legacy, agent);
        LookAt(Path.Combine(agent.Directory, "models.json"), path => TextExposure.InJson(path, isModels: true), agent);
    }

    private void LookAtSettings()
    {
        LookAt(Path.Combine(paths.OAuthDirectory, "oauth.json"), Legacy);
        foreach (string path in BackupsOf(paths.DotEnvPath).Prepend(paths.DotEnvPath))
            LookAt(path, TextExposure.InDotEnv);

        foreach (string path in TextExposure.WithIncludes(paths.ConfigPath).Concat(paths.OtherConfigPaths))
        {
            foreach (string file in BackupsOf(path).Prepend(path))
                LookAt(file, InSettings);
        }

        LookAt(paths.SecretProvidersPath, InSettings);
    }

    /// <summary>Every reference once: those that an agent inherits are main's.</summary>
    private void FollowReferences(IEnumerable<AgentContext> distinct)
    {
        (AgentContext Agent, AuthProfile Profile)[] referring = [.. distinct
            .SelectMany(agent => agent.Reading.Store.Profiles, (agent, profile) => (Agent: agent, Profile: profile))
            .Where(found => found.Profile.Reference is not null && !found.Agent.Reading.IsInherited(found.Profile))];
        IReadOnlyList<FetchedSecret> fetched = secrets.Resolve([.. referring.Select(found => found.Profile.Reference!)]);
        foreach (((AgentContext agent, AuthProfile profile), FetchedSecret secret) in referring.Zip(fetched))
        {
            if (secret.Error is { } error)
                Add(new SecretFinding(SecretFindingCode.RefUnresolved, profile.StoredIn ?? "", $"profiles.{profile.Id}", error.Message) { ProfileId = profile.Id }, agent);
        }
    }

    private void LookAt(string path, Func<string, IEnumerable<SecretFinding>> look, AgentContext? owner = null)
    {
        if (!File.Exists(path) || files.Contains(path, StringComparer.Ordinal))
            return;

        files.Add(path);
        if (TrustedFile.Problem(path, isSecret: true) is { } problem)
            Add(new SecretFinding(SecretFindingCode.PermissionsTooOpen, path, null, $"{char.ToUpperInvariant(problem[0])}{problem[1..]}."), owner);

        foreach (SecretFinding finding in Attempt(() => look(path)))
            Add(finding, owner);
    }

    /// <summary>What was found in a file before it could not be read further. What cannot be read is not known to hold no secret.</summary>
    private List<SecretFinding> Attempt(Func<IEnumerable<SecretFinding>> look)
    {
        List<SecretFinding> found = [];
        try
        {
            found.AddRange(look());
        }
        catch (MoltbotException error)
        {
            unread.Add(error);
        }

        return found;
    }

    /// <summary>The only way in for a finding, so that each says whose it is.</summary>
    private void Add(SecretFinding finding, AgentContext? owner) =>
        findings.Add(finding with { StateDirectory = paths.StateDirectory, Agent = owner?.Id.Value });

    private static IEnumerable<SecretFinding> InSettings(string path) => TextExposure.InJson(path, isModels: false);

    private static IEnumerable<SecretFinding> Legacy(string path) =>
    [
        new(SecretFindingCode.LegacyResidue, path, null, "A file of an older layout with credentials in it is still there. Once the store has them, delete it."),
    ];

    /// <summary>The copies beside a file: <c>name.bak</c>, <c>name.bak.1</c>, <c>name.2026-01-28.old</c>.</summary>
    private static IEnumerable<string> BackupsOf(string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        return Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, Path.GetFileName(path) + ".*", EveryFile).Where(IsCopy).Order(StringComparer.Ordinal)
            : [];
    }

    private static bool IsCopy(string path) => !path.EndsWith(".lock", StringComparison.Ordinal) && !path.EndsWith(".example", StringComparison.Ordinal);
}
