using Moltbot.Core.Files;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>State directories beside the one in use, and the name that older versions gave it.</summary>
internal sealed class SecondInstallationCheck : IInstallationCheck
{
    private const string OldName = ".clawdbot";
    private const string NewName = ".moltbot";
    private const string TodayName = ".openclaw";

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.LegacyStateDirectory, FindingKinds.InstallationSecond];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        string home = installation.Environment.HomeDirectory;
        string active = Real(installation.Paths.StateDirectory);
        string old = Path.Combine(home, OldName);
        string current = Path.Combine(home, NewName);

        if (!installation.IsOfToday && active == Real(old) && RegularFile.TryKindOf(old, followsLinks: false) == FileKind.Directory && RegularFile.TryKindOf(current, followsLinks: false) == FileKind.Missing)
        {
            Repair move = Repair.Of(old, $"Move it to {current}, and leave a link in its place", RepairConsent.Asked, _ => installation.Files.MoveWithLink(old, current)) with { IsMigration = true };
            yield return installation.Found(FindingKinds.LegacyStateDirectory, $"The state directory still has its old name, {old}. It works; the gateway moves it to {current} by itself.", new FindingPlace(old), move);
        }

        foreach (string other in Others(installation, home).Where(other => Real(other) != active))
            yield return installation.Found(FindingKinds.InstallationSecond, $"There is another state directory, {other}. The one that was looked at is {installation.Paths.StateDirectory}.", new FindingPlace(other));
    }

    private static string[] Others(ExaminedInstallation installation, string home)
    {
        string[] own = [.. new[] { OldName, NewName, TodayName }.Select(name => Path.Combine(home, name)).Where(Directory.Exists).DistinctBy(Real, PathComparison.Here.Comparer)];
        return installation.IsDeep ? [.. own, .. Profiles(home), .. OfUsers(installation)] : own;
    }

    /// <summary>Those of --profile, which are meant to be apart.</summary>
    private static string[] Profiles(string home) => Listed(home, $"{OldName}-*");

    private static IEnumerable<string> OfUsers(ExaminedInstallation installation)
    {
        string? homes = Path.GetDirectoryName(installation.Environment.HomeDirectory);
        return homes is not ("/home" or "/Users") ? [] : Listed(homes, "*")
            .Where(user => !PathComparison.Here.AreSame(user, installation.Environment.HomeDirectory) && !Path.GetFileName(user).StartsWith('.'))
            .Select(user => Path.Combine(user, OldName))
            .Where(Directory.Exists);
    }

    private static string[] Listed(string directory, string pattern) =>
        Directory.Exists(directory) ? Directory.GetDirectories(directory, pattern, new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true }) : [];

    private static string Real(string path)
    {
        try
        {
            return RealPath.Resolve(path);
        }
        catch (Errors.MoltbotException)
        {
            return path;
        }
    }
}
