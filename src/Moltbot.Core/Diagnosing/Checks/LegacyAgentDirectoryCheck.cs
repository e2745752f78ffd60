using Moltbot.Core.Installation;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>The agent directory of versions that had one agent only.</summary>
internal sealed class LegacyAgentDirectoryCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.LegacyAgentDirectory];

    /// <inheritdoc/>
    public bool IsOf(LayoutKind layout) => layout != LayoutKind.Today;

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        string old = Path.Combine(installation.Paths.StateDirectory, "agent");
        if (RegularFile.TryKindOf(old, followsLinks: false) != FileKind.Directory)
            return [];

        string target = installation.Paths.AgentDirectory(installation.Configuration.DefaultAgent);
        Repair move = Repair.Of(old, $"Move what is in it to {target}", RepairConsent.Asked, _ => Move(installation, old, target)) with { IsMigration = true };
        return [installation.Found(FindingKinds.LegacyAgentDirectory, $"{old} is the agent directory of an older version, which nobody reads any more; there may be credentials in it.", new FindingPlace(old), move)];
    }

    /// <summary>What is in the target already wins; what loses is kept beside it.</summary>
    private static Advice Move(ExaminedInstallation installation, string old, string target)
    {
        FileRepairs files = installation.Files;
        List<string> moved = [];
        if (!Directory.Exists(target))
            files.Create(target);

        foreach (string entry in Directory.GetFileSystemEntries(old).Order(StringComparer.Ordinal))
        {
            string destination = Path.Combine(target, Path.GetFileName(entry));
            if (Path.Exists(destination))
                continue;

            files.Rename(entry, destination);
            moved.Add(Path.GetFileName(entry));
        }

        bool hasMore = Directory.EnumerateFileSystemEntries(old).Any();
        string left = $"{target}.legacy-{installation.Clock.GetUtcNow().ToUnixTimeMilliseconds()}";
        if (hasMore)
            files.Rename(old, left);
        else
            files.RemoveEmpty(old);

        return $"{string.Join(", ", moved)} went to {target}{(hasMore ? $", and what was there already is in {left}" : "")}; move it back to undo that";
    }
}
