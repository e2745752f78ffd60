using System.Globalization;
using Moltbot.Core.Files;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Locks that processes left behind, and what stands in the place of one.</summary>
internal sealed class LockCheck : IInstallationCheck
{
    private const string Extension = ".lock";

    /// <summary>A lock is taken over after 30 seconds. Whoever waited for it gave up long ago.</summary>
    private const double StaleAfter = 30_000;

    /// <summary>Clocks of machines that share a directory differ, but not by so much.</summary>
    private const double TooFarAhead = 10 * 60_000;

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.LockStale, FindingKinds.LockObstructed];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        HashSet<string> ofSessions = [.. installation.Agents.Select(agent => installation.SessionsOf(agent).Place).Where(place => place.Kind == StorePlaceKind.File).Select(place => place.Path)];
        foreach (KnownFile file in KnownFiles.Changed(installation))
        {
            bool isFile = ofSessions.Contains(file.Path);
            string path = (isFile ? file.Path : Real(file.Path)) + Extension;
            FindingPlace place = file.Place with { Path = path };
            Finding? found = RegularFile.TryKindOf(path, followsLinks: false) switch
            {
                FileKind.Missing or null => null,
                FileKind.File when isFile => Age(installation, path, place),
                FileKind.Directory when !isFile && !LockDirectory.LookAt(path, directory => directory.IsObstructed()) => Age(installation, path, place),
                { } kind => Obstructed(installation, path, kind, place),
            };
            if (found is not null)
                yield return found;
        }
    }

    private static string Real(string path)
    {
        try
        {
            return RealPath.Resolve(path);
        }
        catch (Errors.MoltbotException)
        {
            return path; // links in a circle are told as such
        }
    }

    private static Finding? Age(ExaminedInstallation installation, string path, FindingPlace place)
    {
        double age = installation.Now - (LockDirectory.LookAt(path, directory => directory.ReadStamp()) ?? installation.Now);
        if (age is >= -TooFarAhead and <= StaleAfter)
            return null;

        Repair remove = Repair.Of(path, "Remove the lock", age > 0 ? RepairConsent.Unasked : RepairConsent.Asked, _ => installation.Files.RemoveLock(path, real => IsStale(installation, real)));
        return installation.Found(
            FindingKinds.LockStale,
            age > 0
                ? $"{path} is a lock of {DurationText.Remaining(age)} ago, which nobody has kept fresh: a process was killed while it changed the file."
                : string.Create(CultureInfo.InvariantCulture, $"{path} is a lock from the future, so nobody ever takes it over: the clock was wrong when it was made."),
            place,
            remove);
    }

    private static bool IsStale(ExaminedInstallation installation, string path) =>
        LockDirectory.LookAt(path, directory => directory.ReadStamp()) is { } stamp && (UnixTime.Now(installation.Clock) - stamp) is > StaleAfter or < -TooFarAhead;

    private static Finding Obstructed(ExaminedInstallation installation, string path, FileKind kind, FindingPlace place)
    {
        Repair? aside = kind == FileKind.Device ? null : Repair.Of(path, "Move it aside", RepairConsent.Asked, _ => installation.Files.SetAside(path));
        string noun = kind == FileKind.Directory ? "directory with something in it" : kind.ToString().ToLowerInvariant();
        return installation.Found(FindingKinds.LockObstructed, $"{path} is a {noun} in the place of a lock, which nobody can take as long as it is there. Move it away.", place, aside);
    }
}
