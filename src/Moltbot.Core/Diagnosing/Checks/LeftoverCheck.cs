using System.Text;
using System.Text.Json;
using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>What crashed writes left behind, and copies that hold secrets which are gone from where they were.</summary>
internal sealed class LeftoverCheck : IInstallationCheck
{
    private const string Extension = ".tmp";

    /// <summary>A younger one may be somebody's who is at work.</summary>
    private const double AtWork = 10 * 60_000;

    private static readonly string[] SecretNames = ["key", "token", "secret", "password", "access", "refresh"];

    private static readonly EnumerationOptions EveryFile = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.LeftoverTemporary, FindingKinds.FileSetAside, FindingKinds.BackupHoldsSecret];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        Lazy<HashSet<Secret>> live = new(() => [.. installation.Agents.SelectMany(agent => SecretsOf((agent.Reading.Own?.Store ?? agent.Reading.Imported).Profiles))]);
        return [.. Temporaries(installation, live), .. SetAside(installation), .. installation.AreStoresKnown ? Copies(installation, live) : []];
    }

    private static IEnumerable<Finding> Temporaries(ExaminedInstallation installation, Lazy<HashSet<Secret>> live)
    {
        foreach (KnownFile file in KnownFiles.Changed(installation).Where(file => !file.Path.EndsWith(Extension, StringComparison.Ordinal)))
        {
            foreach (string path in TemporariesOf(file.Path).Where(path => IsOld(installation, path)))
            {
                // Half a file may hold all that is left of a credential.
                bool isKnown = TryReadStore(path) is { } profiles ? SecretsOf(profiles).All(live.Value.Contains) : HoldsNoSecret(path);
                Repair delete = Repair.Of(path, "Delete it", isKnown ? RepairConsent.Asked : RepairConsent.Forced, _ => installation.Files.Delete(path)) with { RemovesSecret = !isKnown };
                yield return installation.Found(
                    FindingKinds.LeftoverTemporary,
                    $"{path} was left behind by a process that was killed while it wrote {Path.GetFileName(file.Path)}{(isKnown ? "" : ", and may hold a credential that is nowhere else")}. Delete it once nothing needs it.",
                    file.Place with { Path = path },
                    delete);
            }
        }
    }

    /// <summary>Whether nothing in a file, whole or half, has the name of a secret.</summary>
    private static bool HoldsNoSecret(string path)
    {
        try
        {
            string text = Encoding.UTF8.GetString(SharedFile.Read(path, FileLimit.Store) ?? []);
            return !SecretNames.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception unreadable) when (WriteFailure.IsRefusal(unreadable))
        {
            return false;
        }
    }

    /// <summary>What a repair has moved out of the way, because it could not be used and may still be wanted.</summary>
    private static IEnumerable<Finding> SetAside(ExaminedInstallation installation) =>
        from place in installation.Places
        let path = place.Place.Path
        where FileRepairs.IsAside(path)
        let delete = Repair.Of(path, "Delete it", RepairConsent.Forced, _ => installation.Files.Delete(path)) with { RemovesSecret = true }
        select installation.Found(
            FindingKinds.FileSetAside,
            $"{path} could not be used where it was, so a repair moved it aside. What is in it is not known here. Delete it once nothing in it is needed.",
            new FindingPlace(path) { Agent = place.Agent?.Value },
            delete);

    /// <summary>Those of ours, <c>name.guid.tmp</c>, and of the gateway, <c>name.pid.uuid.tmp</c>.</summary>
    private static IEnumerable<string> TemporariesOf(string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        return Directory.Exists(directory) ? Directory.EnumerateFiles(directory, $"{Path.GetFileName(path)}.*{Extension}", EveryFile).Order(StringComparer.Ordinal) : [];
    }

    private static bool IsOld(ExaminedInstallation installation, string path) =>
        installation.Now - new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds() > AtWork;

    private static IEnumerable<Finding> Copies(ExaminedInstallation installation, Lazy<HashSet<Secret>> live)
    {
        foreach (SecretPlace copy in installation.Places.Where(place => IsCopy(installation, place)))
        {
            string path = copy.Place.Path;
            IEnumerable<Secret> held = copy.Kind == SecretPlaceKind.StoreCopy
                ? TryReadStore(path) is { } profiles ? SecretsOf(profiles) : []
                : SecretsGone(installation, path, copy.Kind == SecretPlaceKind.Variables);
            int gone = held.Distinct().Count(secret => !live.Value.Contains(secret));
            if (gone == 0)
                continue;

            Repair delete = Repair.Of(path, "Delete the copy", RepairConsent.Forced, _ => installation.Files.Delete(path)) with { RemovesSecret = true };
            yield return installation.Found(
                FindingKinds.BackupHoldsSecret,
                $"{path} still holds {(gone == 1 ? "a secret" : $"{gone} secrets")} that {(gone == 1 ? "is" : "are")} not in use any more. If {(gone == 1 ? "it was" : "they were")} removed for good, delete the copy.",
                new FindingPlace(path) { Agent = copy.Agent?.Value },
                delete);
        }
    }

    private static bool IsCopy(ExaminedInstallation installation, SecretPlace place) => RegularFile.TryKindOf(place.Place.Path) == FileKind.File
        && !place.Place.Path.EndsWith(Extension, StringComparison.Ordinal)
        && !FileRepairs.IsAside(place.Place.Path)
        && !LeftBehindCheck.IsArchive(place)
        && (place.Kind == SecretPlaceKind.StoreCopy || (place.Kind is SecretPlaceKind.Variables or SecretPlaceKind.Settings && OriginalOf(installation, place.Place.Path) is not null));

    /// <summary>The secrets in a copy that the file itself has not.</summary>
    private static IEnumerable<Secret> SecretsGone(ExaminedInstallation installation, string path, bool isDotEnv) => installation.Texts.SecretsIn(path, isDotEnv)
        .Select(secret => secret.Value)
        .Except(installation.Texts.SecretsIn(OriginalOf(installation, path)!, isDotEnv).Select(secret => secret.Value));

    private static string? OriginalOf(ExaminedInstallation installation, string path) => installation.Places
        .Select(place => place.Place.Path)
        .Where(other => path.Length > other.Length && path.StartsWith(other, StringComparison.Ordinal) && path[other.Length] == '.')
        .MinBy(other => other.Length);

    private static IEnumerable<Secret> SecretsOf(IEnumerable<AuthProfile> profiles) => profiles
        .SelectMany(profile => new[] { profile.Key, profile.Token, profile.Access, profile.Refresh })
        .Where(secret => !secret.IsBlank);

    private static IEnumerable<AuthProfile>? TryReadStore(string path)
    {
        try
        {
            JsonElement json = JsonText.Parse(SharedFile.Read(path, FileLimit.Store) ?? []);
            return AuthProfileStore.Read(json)?.Profiles;
        }
        catch (Exception unreadable) when (unreadable is MoltbotException || WriteFailure.IsRefusal(unreadable))
        {
            return null; // the audit tells what it could not read
        }
    }
}
