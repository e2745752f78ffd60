using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Stores that cannot be read, and what is in one that everybody passes over in silence.</summary>
internal sealed class StoreCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
        [FindingKinds.StoreUnreadable, FindingKinds.OlderLayoutUnreadable, FindingKinds.StoreMemberIgnored, FindingKinds.ProfileIgnored];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) => installation.Agents.SelectMany(agent => In(installation, agent));

    private static IEnumerable<Finding> In(ExaminedInstallation installation, AgentContext agent)
    {
        StoreReading reading = agent.Reading;
        if (installation.IsOfToday)
        {
            // What all agents share is told once; what is half way is told as that.
            foreach (MoltbotException error in reading.Errors.Where(error => error.Code != ErrorCode.MigrationPending))
                yield return installation.Found(FindingKinds.StoreUnreadable, error);
        }
        else if (reading.OwnProblem is { } problem)
            yield return installation.Found(FindingKinds.StoreUnreadable, problem, Place(agent), Restoring(installation, agent.StorePath));

        if (agent == installation.Main)
        {
            foreach (MoltbotException warning in reading.UnreadLayouts)
                yield return installation.Found(FindingKinds.OlderLayoutUnreadable, warning, new FindingPlace(warning.Path));
        }

        if (reading.Own is not { } own)
            yield break;

        IReadOnlyList<IReadOnlyList<string>> ignored = IgnoredMembers.In(own.Json);
        foreach (IReadOnlyList<string> path in ignored)
            yield return Ignored(installation, agent, path);

        foreach (PassedOverEntry entry in own.Store.PassedOver)
            yield return Ignored(installation, agent, entry);
    }

    /// <summary>Puts the newest copy that is a store in its place; what is there is kept beside it.</summary>
    private static Repair? Restoring(ExaminedInstallation installation, string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        if (RegularFile.TryKindOf(path) is not (FileKind.File or FileKind.Missing) || !Directory.Exists(directory))
            return null;

        string? copy = Directory.EnumerateFiles(directory, $"{Path.GetFileName(path)}.bak*").OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault(IsStore);
        return copy is null ? null : Repair.Of(path, $"Put {Path.GetFileName(copy)} in its place, and keep what is there beside it", RepairConsent.Forced, _ => installation.Files.Restore(path, copy));
    }

    private static bool IsStore(string path)
    {
        try
        {
            return StoreContent.Read(JsonText.Parse(SharedFile.Read(path, FileLimit.Store) ?? [])) is not null;
        }
        catch (Exception unreadable) when (unreadable is MoltbotException || WriteFailure.IsRefusal(unreadable))
        {
            return false;
        }
    }

    private static Finding Ignored(ExaminedInstallation installation, AgentContext agent, IReadOnlyList<string> path)
    {
        string name = string.Join('.', path);
        Repair remove = Change(agent, $"Remove {name}, which means nothing", RepairConsent.Unasked, own => own.Without(IgnoredMembers.In(own.Json).Where(other => other.SequenceEqual(path, StringComparer.Ordinal))), "it meant nothing to anybody; nothing is to be undone");
        return installation.Found(FindingKinds.StoreMemberIgnored, $"{name} in {agent.StorePath} is not of the type that it has to be, so everybody passes over it.", Place(agent) with { Entry = name }, remove);
    }

    private static Finding Ignored(ExaminedInstallation installation, AgentContext agent, PassedOverEntry entry)
    {
        string id = entry.Id;
        bool isKindKnown = AuthProfileKinds.Parse(entry.Json.Member("type").AsText()) is not null;
        string? kind = isKindKnown ? null : KindBy(entry.Json);
        bool hasProvider = entry.Json.Member("provider").IsTruthy();
        string? provider = hasProvider || entry.Json.ValueKind != JsonValueKind.Object ? null : ProviderBy(installation, id);
        Repair? complete = (isKindKnown || kind is not null) && (hasProvider || provider is not null)
            ? Change(agent, $"Say that it is {string.Join(" and ", new[] { kind is null ? null : $"of the kind {kind}", provider is null ? null : $"for {provider}" }.OfType<string>())}", RepairConsent.Asked, own => With(own, id, kind, provider), $"take {string.Join(" and ", new[] { kind is null ? null : "\"type\"", provider is null ? null : "\"provider\"" }.OfType<string>())} out of the entry again")
            : null;
        return installation.Found(
            FindingKinds.ProfileIgnored,
            $"Auth profile {id} in {agent.StorePath} is used by nobody: {entry.Reason}. Import the credential again, or correct the entry.",
            Place(agent) with { Entry = $"profiles.{id}", ProfileId = id },
            complete);
    }

    /// <summary>The kind that only a credential with these members can be of. A kind that is named, be it an unknown one, is another version's.</summary>
    private static string? KindBy(JsonElement entry)
    {
        if (entry.Member("type").AsText() is not null)
            return null;
        if (AuthProfileKinds.Parse(entry.Member("mode").AsText()) is { } misplaced)
            return misplaced.ToStoredName();

        bool Has(string name) => entry.Member(name).AsText() is { } text && !EcmaScriptText.IsBlank(text);
        bool isKey = Has("key") || entry.Member("keyRef").ValueKind == JsonValueKind.Object;
        bool isToken = Has("token") || entry.Member("tokenRef").ValueKind == JsonValueKind.Object;
        bool isSignIn = Has("access") || Has("refresh");
        return (isKey, isToken, isSignIn) switch
        {
            (true, false, false) => "api_key",
            (false, true, false) => "token",
            (false, false, true) => "oauth",
            _ => null,
        };
    }

    private static string? ProviderBy(ExaminedInstallation installation, string id)
    {
        if (installation.Configuration.Profiles.GetValueOrDefault(id)?.Provider is { Length: > 0 } configured)
            return configured;

        ProviderId named = ProviderId.Parse(id.Split(':')[0]);
        return ProviderCatalog.Ids.Contains(named) ? named.Value : null;
    }

    private static StoreContent With(StoreContent own, string id, string? kind, string? provider)
    {
        if (own.Store.Find(id) is not null || JsonText.ToNode(own.Entry(id)) is not JsonObject entry)
            return own;

        if (kind is not null)
            entry["type"] = kind;
        if (provider is not null)
            entry["provider"] = provider;

        return own.WithEntry(id, JsonText.ToElement(entry));
    }

    private static Repair Change(AgentContext agent, string action, RepairConsent consent, Func<StoreContent, StoreContent> rule, string undo) => Repair.Of(agent.StorePath, action, consent, cancellation =>
    {
        agent.Store.Commit(StoreChange.Of(rule), cancellation);
        return undo;
    });

    private static FindingPlace Place(AgentContext agent) => new(agent.StorePath) { Agent = agent.Id.Value };
}
