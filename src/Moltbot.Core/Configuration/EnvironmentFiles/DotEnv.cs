using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>The <c>.env</c> files that are read at start-up (docs/gateway/config.md §6, docs/gateway/later.md §1.4).</summary>
internal sealed class DotEnv
{
    private const string FileName = ".env";

    private readonly Dictionary<string, string> files = new(PathComparison.Here.Comparer);
    private readonly List<ConfigurationIssue> warnings = [];

    private DotEnv()
    {
    }

    /// <summary>
    /// The environment with what the <c>.env</c> files of the working directory and of the state directory add to it, in this order,
    /// and where a gateway of today is at work its own behind them. A variable that is set already, even to nothing, stays as it is.
    /// </summary>
    /// <param name="environment">The environment to start from; it is not changed.</param>
    /// <param name="stateDirectory">
    /// The state directory as the user named it, or <see langword="null"/> for the one that the environment leads to
    /// once the first file has been read.
    /// </param>
    public static LoadedEnvironment Load(ProcessEnvironment environment, string? stateDirectory = null)
    {
        DotEnv loading = new();
        InstallationPaths paths = PathsIn(environment);
        string workspace = Path.Combine(environment.WorkingDirectory, FileName);
        IReadOnlyDictionary<string, string> ofWorkspace = loading.Read(workspace);
        ProcessEnvironment first = Add(environment, paths.IsOfToday ? Named(ofWorkspace, MaySupply) : ofWorkspace, workspace);
        if (!ReferenceEquals(first, environment) && !paths.IsOfToday)
        {
            paths = PathsIn(first);
            if (paths.IsOfToday) // the file has led there, and may do no more
                first = Add(environment, Named(ofWorkspace, MaySupply), workspace);
        }

        ProcessEnvironment loaded = paths.IsOfToday ? loading.AddToday(first, paths) : Add(first, loading.Read(paths.DotEnvPath), paths.DotEnvPath);
        return new LoadedEnvironment(FillZaiKey(loaded), ReferenceEquals(loaded, first) ? paths : PathsIn(loaded), loading.files, loading.warnings);

        InstallationPaths PathsIn(ProcessEnvironment variables) =>
            stateDirectory is null ? InstallationPaths.Locate(variables) : InstallationPaths.At(stateDirectory, variables);
    }

    /// <summary>Adds the files of a gateway of today, of which the first wins, and says where they disagree.</summary>
    private ProcessEnvironment AddToday(ProcessEnvironment environment, InstallationPaths paths)
    {
        Dictionary<string, string> ofState = Named(Read(paths.DotEnvPath), IsName);
        ProcessEnvironment added = Add(environment, ofState, paths.DotEnvPath);
        if (paths.GatewayDotEnvPath is not { } path || PathComparison.Here.AreSame(path, paths.DotEnvPath))
            return added;

        Dictionary<string, string> ofGateway = Named(Read(path), IsName);
        string[] conflicts = [.. ofGateway.Keys.Where(name => environment.Get(name) is null && ofState.Keys.Any(other => environment.Names.Equals(other, name) && ofState[other] != ofGateway[name])).Order(StringComparer.Ordinal)];
        if (conflicts.Length > 0)
            warnings.Add(new ConfigurationIssue("", $"Conflicting values in {paths.DotEnvPath} and {path} for {string.Join(", ", conflicts)}; keeping {paths.DotEnvPath}.") { File = path });

        return Add(added, ofGateway, path);
    }

    /// <summary>The variables of a file; none where it cannot be read, which is warned of.</summary>
    private IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            if (ConfigurationText.Read(path) is not { } text)
                return new Dictionary<string, string>(StringComparer.Ordinal);

            files[path] = text;
            if (!ConfigurationText.IsText(text)) // the gateway takes what it can, and so do we
                warnings.Add(new ConfigurationIssue("", ConfigurationText.NotText(path).Message) { File = path });

            return DotEnvReader.Read(text);
        }
        catch (MoltbotException error)
        {
            warnings.Add(new ConfigurationIssue("", error.Message) { File = path });
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private static bool MaySupply(string name) => IsName(name) && !WorkspaceVariables.IsRefused(name);

    /// <summary>Whether a gateway of today takes a name for a variable's.</summary>
    private static bool IsName(string name) => !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static Dictionary<string, string> Named(IReadOnlyDictionary<string, string> variables, Func<string, bool> isWanted)
    {
        Dictionary<string, string> named = new(StringComparer.Ordinal);
        foreach ((string name, string value) in variables)
        {
            if (isWanted(name))
                named.Add(name, value);
        }

        return named;
    }

    private static ProcessEnvironment Add(ProcessEnvironment environment, IReadOnlyDictionary<string, string> variables, string path) =>
        environment.With(Named(variables, name => environment.Get(name) is null), new VariableOrigin(VariableSource.DotEnvFile, path));

    private static ProcessEnvironment FillZaiKey(ProcessEnvironment environment)
    {
        const string Name = "ZAI_API_KEY";
        const string OtherName = "Z_AI_API_KEY";
        return environment.GetNonBlank(Name) is null && environment.GetNonBlank(OtherName) is not null
            ? environment.With(Name, environment.Get(OtherName)!, environment.OriginOf(OtherName))
            : environment;
    }
}
