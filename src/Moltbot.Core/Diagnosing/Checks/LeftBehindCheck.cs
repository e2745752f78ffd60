using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>What a gateway of today leaves of an older installation once it has taken it over: configurations that nobody reads, and archives in plain text (docs/gateway/later.md §1.5).</summary>
internal sealed class LeftBehindCheck : IInstallationCheck
{
    private const string Migrated = ".migrated-";
    private const string NeverTakenOver = "moltbot.json";

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ConfigLeftBehind, FindingKinds.MigrationArchive];

    /// <inheritdoc/>
    public bool IsOf(LayoutKind layout) => layout == LayoutKind.Today;

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) => [.. Configurations(installation), .. Archives(installation)];

    /// <summary>Whether a place is what a migration has set aside.</summary>
    public static bool IsArchive(SecretPlace place) => place.Kind == SecretPlaceKind.Archive || (place.Kind == SecretPlaceKind.StoreCopy && Path.GetFileName(place.Place.Path).Contains(Migrated, StringComparison.Ordinal));

    private static IEnumerable<Finding> Configurations(ExaminedInstallation installation)
    {
        string read = installation.ConfigurationFile.Path;
        foreach (string path in installation.Paths.OtherConfigPaths.Where(path => path != read && RegularFile.TryKindOf(path) == FileKind.File))
        {
            bool isLost = Path.GetFileName(path) == NeverTakenOver;
            string fate = isLost ? "has never been taken over: what only it says is not in force" : "was taken over and is out of date";
            yield return installation.Found(
                FindingKinds.ConfigLeftBehind, $"{path} is the configuration of an older gateway. {GatewayCommands.Today} reads {read}, and this one {fate}. Delete it once nothing in it is needed.", new FindingPlace(path)) with
            {
                Severity = isLost ? FindingSeverity.Warning : FindingSeverity.Note,
            };
        }
    }

    private static IEnumerable<Finding> Archives(ExaminedInstallation installation)
    {
        HashSet<Secret> live = [.. installation.Agents.SelectMany(agent => SecretsOf(agent.Reading.Store.Profiles))];
        foreach (SecretPlace place in installation.Places.Where(place => IsArchive(place) && place.Problem is null && RegularFile.TryKindOf(place.Place.Path) == FileKind.File))
        {
            string path = place.Place.Path;
            bool isKnown = place.Kind == SecretPlaceKind.StoreCopy && installation.AreStoresKnown && TryRead(path) is { } profiles && SecretsOf(profiles).All(live.Contains);
            Repair delete = Repair.Of(path, "Delete it", isKnown ? RepairConsent.Asked : RepairConsent.Forced, _ => installation.Files.Delete(path)) with { RemovesSecret = !isKnown };
            yield return installation.Found(
                FindingKinds.MigrationArchive,
                $"{path} was set aside when the gateway took it over, and everything stands in it in plain text. {(isKnown ? "All credentials in it are in the database." : "It may hold what is nowhere else.")} Delete it once nothing in it is missed.",
                new FindingPlace(path) { Agent = place.Agent?.Value },
                delete);
        }
    }

    private static IEnumerable<Secret> SecretsOf(IEnumerable<AuthProfile> profiles) => profiles
        .SelectMany(profile => new[] { profile.Key, profile.Token, profile.Access, profile.Refresh })
        .Where(secret => !secret.IsBlank);

    private static IEnumerable<AuthProfile>? TryRead(string path)
    {
        try
        {
            return AuthProfileStore.Read(JsonText.Parse(SharedFile.Read(path, FileLimit.Store) ?? [])) is { PassedOver.Count: 0 } store ? store.Profiles : null;
        }
        catch (Exception unreadable) when (unreadable is MoltbotException || WriteFailure.IsRefusal(unreadable))
        {
            return null;
        }
    }
}
