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
/// <param name="installation">The installation.</param>
/// <param name="secrets">Follows the references, all in one pass.</param>
public sealed class SecretAudit(MoltbotInstallation installation, SecretResolver secrets)
{
    private static readonly EnumerationOptions EveryFile = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private readonly List<SecretFinding> findings = [];
    private readonly List<string> files = [];
    private readonly List<MoltbotException> unread = [];

    /// <summary>Looks at everything, and tells what could not be looked at.</summary>
    public SecretExposure Run()
    {
        Agent[] agents = [installation.MainAgent, .. installation.AgentIds.Where(id => id != AgentId.Main).Select(id => installation.GetAgent(id.Value))];
        foreach (Agent agent in agents.DistinctBy(agent => agent.Directory, StringComparer.Ordinal))
            LookAtAgent(agent);

        StoreReading[] stores = [.. agents.Select(agent => agent.ReadStore())];
        FollowReferences([.. stores.Select(reading => reading.Store)]);
        LookAtSettings();
        return new SecretExposure(findings, files)
        {
            Errors = [.. installation.Errors.Concat(stores.SelectMany(reading => reading.Errors)).Concat(unread).DistinctBy(error => error.Path ?? error.Message, StringComparer.Ordinal)],
        };
    }

    private void LookAtAgent(Agent agent)
    {
        LookAt(agent.StorePath, path => findings.AddRange(StoreExposure.In(path, isCopy: false)));
        foreach (string backup in BackupsOf(agent.StorePath))
            LookAt(backup, path => findings.AddRange(StoreExposure.In(path, isCopy: true)));

        LookAt(Path.Combine(agent.Directory, "auth.json"), Legacy);
        LookAt(Path.Combine(agent.Directory, "models.json"), path => findings.AddRange(TextExposure.InJson(path, isModels: true)));
    }

    private void LookAtSettings()
    {
        InstallationPaths paths = installation.Paths;
        LookAt(Path.Combine(paths.OAuthDirectory, "oauth.json"), Legacy);
        foreach (string path in BackupsOf(paths.DotEnvPath).Prepend(paths.DotEnvPath))
            LookAt(path, file => findings.AddRange(TextExposure.InDotEnv(file)));

        foreach (string path in TextExposure.WithIncludes(paths.ConfigPath).Concat(paths.OtherConfigPaths))
        {
            foreach (string file in BackupsOf(path).Prepend(path))
                LookAt(file, json => findings.AddRange(TextExposure.InJson(json, isModels: false)));
        }

        LookAt(paths.SecretProvidersPath, file => findings.AddRange(TextExposure.InJson(file, isModels: false)));
    }

    /// <summary>Every reference once, whoever has it.</summary>
    private void FollowReferences(IReadOnlyList<AuthProfileStore> stores)
    {
        AuthProfile[] profiles = [.. stores.SelectMany(store => store.Profiles).Where(profile => profile.Reference is not null).DistinctBy(profile => (profile.Id, profile.StoredIn))];
        IReadOnlyList<FetchedSecret> fetched = secrets.Resolve([.. profiles.Select(profile => profile.Reference!)]);
        for (int i = 0; i < profiles.Length; i++)
        {
            if (fetched[i].Error is { } error)
                findings.Add(new SecretFinding(SecretFindingCode.RefUnresolved, profiles[i].StoredIn ?? "", $"profiles.{profiles[i].Id}", error.Message) { ProfileId = profiles[i].Id });
        }
    }

    private void LookAt(string path, Action<string> look)
    {
        if (!File.Exists(path) || files.Contains(path, StringComparer.Ordinal))
            return;

        files.Add(path);
        int before = findings.Count;
        Attempt(() => look(path));
        if (TrustedFile.Problem(path, isSecret: true) is { } problem)
            findings.Insert(before, new SecretFinding(SecretFindingCode.PermissionsTooOpen, path, null, $"{char.ToUpperInvariant(problem[0])}{problem[1..]}."));
    }

    /// <summary>What cannot be read is not known to hold no secret.</summary>
    private void Attempt(Action look)
    {
        try
        {
            look();
        }
        catch (MoltbotException error)
        {
            unread.Add(error);
        }
    }

    private void Legacy(string path) => findings.Add(new SecretFinding(
        SecretFindingCode.LegacyResidue,
        path,
        null,
        "A file of an older layout with credentials in it is still there. Once the store has them, delete it."));

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
