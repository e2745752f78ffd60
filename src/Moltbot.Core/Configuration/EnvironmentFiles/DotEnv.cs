using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>The <c>.env</c> files that are read at start-up (docs/gateway/config.md §6).</summary>
internal static class DotEnv
{
    private const string FileName = ".env";

    /// <summary>
    /// The environment with what the <c>.env</c> files of the working directory and of the state directory add to it,
    /// in this order. A variable that is set already, even to nothing, stays as it is.
    /// </summary>
    /// <param name="environment">The environment to start from; it is not changed.</param>
    /// <param name="stateDirectory">
    /// The state directory as the user named it, or <see langword="null"/> for the one that the environment leads to
    /// once the first file has been read.
    /// </param>
    public static LoadedEnvironment Load(ProcessEnvironment environment, string? stateDirectory = null)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        List<ConfigurationIssue> warnings = [];
        ProcessEnvironment first = AddFile(environment, Path.Combine(environment.WorkingDirectory, FileName), files, warnings);
        InstallationPaths paths = PathsIn(first);
        ProcessEnvironment loaded = AddFile(first, paths.DotEnvPath, files, warnings);
        return new LoadedEnvironment(FillZaiKey(loaded), ReferenceEquals(loaded, first) ? paths : PathsIn(loaded), files, warnings);

        InstallationPaths PathsIn(ProcessEnvironment variables) =>
            stateDirectory is null ? InstallationPaths.Locate(variables) : InstallationPaths.At(stateDirectory, variables);
    }

    private static ProcessEnvironment AddFile(ProcessEnvironment environment, string path, Dictionary<string, string> files, List<ConfigurationIssue> warnings)
    {
        try
        {
            if (ConfigurationText.Read(path) is not { } text)
                return environment;

            files[path] = text;
            if (!ConfigurationText.IsText(text)) // the gateway takes what it can, and so do we
                warnings.Add(new ConfigurationIssue("", ConfigurationText.NotText(path).Message) { File = path });

            return Add(environment, DotEnvReader.Read(text), path);
        }
        catch (MoltbotException error)
        {
            warnings.Add(new ConfigurationIssue("", error.Message) { File = path });
            return environment;
        }
    }

    private static ProcessEnvironment Add(ProcessEnvironment environment, IReadOnlyDictionary<string, string> variables, string path) =>
        environment.With([.. variables.Where(variable => environment.Get(variable.Key) is null)], new VariableOrigin(VariableSource.DotEnvFile, path));

    private static ProcessEnvironment FillZaiKey(ProcessEnvironment environment)
    {
        const string Name = "ZAI_API_KEY";
        const string OtherName = "Z_AI_API_KEY";
        return environment.GetNonBlank(Name) is null && environment.GetNonBlank(OtherName) is not null
            ? environment.With(Name, environment.Get(OtherName)!, environment.OriginOf(OtherName))
            : environment;
    }
}
