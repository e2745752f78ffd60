using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>The environment at start-up.</summary>
/// <param name="Environment">The variables of the process and what the <c>.env</c> files added. See <see cref="ProcessEnvironment.OriginOf"/>.</param>
/// <param name="Paths">Where the files of the installation are that it leads to.</param>
/// <param name="Files">The texts of the <c>.env</c> files by their absolute paths.</param>
/// <param name="Warnings">One for each <c>.env</c> file that is there but could not be read.</param>
internal sealed record LoadedEnvironment(
    ProcessEnvironment Environment,
    InstallationPaths Paths,
    IReadOnlyDictionary<string, string> Files,
    IReadOnlyList<ConfigurationIssue> Warnings);
