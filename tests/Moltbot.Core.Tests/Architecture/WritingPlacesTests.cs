using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Architecture;

/// <summary>A new place that writes files has to be thought about: one in an installation of today stops its gateway.</summary>
public sealed partial class WritingPlacesTests
{
    /// <summary>Each asks <c>InstallationLayout</c> first, or is used by one that does only then, or writes what is no installation's.</summary>
    private static readonly string[] Known =
    [
        "Moltbot.Core/BackingUp/BackupRestoring.cs",
        "Moltbot.Core/BackingUp/BackupWriter.cs",
        "Moltbot.Core/Configuration/Editing/ConfigurationBackup.cs",
        "Moltbot.Core/Configuration/Editing/ConfigurationEditor.cs",
        "Moltbot.Core/Configuration/Editing/ConfigurationReplacement.cs",
        "Moltbot.Core/Configuration/EnvironmentFiles/EnvironmentFile.cs",
        "Moltbot.Core/InstallationMonitor.cs",
        "Moltbot.Core/Monitoring/PublicFile.cs",
        "Moltbot.Core/Monitoring/Schedules/MonitorSchedule.cs",
        "Moltbot.Core/Monitoring/MonitorMemory.cs",
        "Moltbot.Core/OAuth/ClaudeCodeSignIn.cs",
        "Moltbot.Core/OAuth/CopilotTokenExchange.cs",
        "Moltbot.Core/Connecting/PendingSignIns.cs",
        "Moltbot.Core/Diagnosing/FileRepairs.cs",
        "Moltbot.Core/Profiles/January/AgentStore.cs",
        "Moltbot.Core/Profiles/RenewalRecords.cs",
        "Moltbot.Core/Rotating/RotationRecords.cs",
        "Moltbot.Core/Sessions/January/SessionStore.cs",
        "Moltbot.Core/Sessions/January/SessionStoreLock.cs",
    ];

    [Fact]
    public void Files_are_written_only_where_it_is_asked_before_whose_they_are()
    {
        string source = Path.Combine(RepositoryLayout.Root, "src");

        Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Where(path => Writing().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetRelativePath(source, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("Moltbot.Core/Files/", StringComparison.Ordinal))
            .ShouldBe(Known, ignoreOrder: true);
    }

    /// <summary>What creates, replaces or removes something on the disk: our own ways, and those of the base library.</summary>
    [GeneratedRegex(@"\b(AtomicFile\.(Replace|Create|Rehearse)|(Directory|SessionStore)Lock\.Acquire|OwnerOnly\.|HeldDirectory\.\w+\(|FilePlace\.Make|\.Directory\.(CreateFile|Rename|Delete|TryDelete)\(|File\.(Delete|Move|Copy|Create\w*|Append\w*|Write\w*|Open\w*|Set\w+)\(|Directory\.(Create\w*|Delete|Move)\(|FileMode\.(Create|Append|OpenOrCreate|Truncate))", RegexOptions.ExplicitCapture)]
    private static partial Regex Writing();
}
