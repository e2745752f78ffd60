using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>Reads <c>moltbot.json</c> (docs/gateway/config.md §3). Changes nothing: no file, and not the process's environment.</summary>
internal static class ConfigurationLoader
{
    /// <summary>
    /// Reads an installation's configuration, for the program and for those who want to look at it, from one reading of
    /// the file. What is wrong with it is in the result.
    /// </summary>
    /// <param name="paths">Where the installation is.</param>
    /// <param name="environment">The environment with the <c>.env</c> files in it, see <see cref="DotEnv.Load"/>.</param>
    /// <param name="shell">The login shell to ask for keys if the user wants that; <see langword="null"/> to ask none.</param>
    public static LoadedConfiguration Load(InstallationPaths paths, ProcessEnvironment environment, ILoginShell? shell = null) =>
        new ConfigurationLoad(paths, InstallationLayout.Of(paths), environment, shell).Run();
}
