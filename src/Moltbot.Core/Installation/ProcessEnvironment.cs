using System.Collections;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Text;

namespace Moltbot.Core.Installation;

/// <summary>
/// An immutable snapshot of what a process knows about its surroundings. Everything in this library reads the
/// environment from here, so a test builds its own and nothing depends on global state.
/// </summary>
public sealed record ProcessEnvironment
{
    /// <summary>The environment variables. Names are compared without case on Windows only.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The absolute path of the user's home directory.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>The absolute path that relative paths are resolved against.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Whose rules for paths and protection apply.</summary>
    public OperatingSystemKind Platform { get; init; } = CurrentPlatform();

    /// <summary>Where those variables come from that the process did not have when it started.</summary>
    public IReadOnlyDictionary<string, VariableOrigin> Origins { get; init; } = new Dictionary<string, VariableOrigin>(StringComparer.Ordinal);

    /// <summary>Takes a snapshot of the running process.</summary>
    /// <param name="workingDirectory">What relative paths are resolved against; the process's own working directory if <see langword="null"/>.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WorkingDirectoryGone"/>: the process's working directory was removed.</exception>
    public static ProcessEnvironment Current(string? workingDirectory = null)
    {
        OperatingSystemKind platform = CurrentPlatform();
        Dictionary<string, string> variables = new(NamesOn(platform));
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value ?? "";

        return new ProcessEnvironment
        {
            Variables = variables,
            HomeDirectory = HomeOf(platform, variables),
            WorkingDirectory = workingDirectory ?? OwnWorkingDirectory(),
            Platform = platform,
        };
    }

    /// <summary>What the person uses this through, in whose words they are told what to do next.</summary>
    public FrontEnd FrontEnd { get; init; }

    /// <summary>The value of a variable, or <see langword="null"/> when it is not set. May be empty or blank.</summary>
    public string? Get(string name) => Variables.GetValueOrDefault(name);

    /// <summary>The value of a variable without the white space around it, or <see langword="null"/> when it is not set or blank.</summary>
    public string? GetNonBlank(string name)
    {
        string value = EcmaScriptText.Trim(Get(name) ?? "");
        return value.Length == 0 ? null : value;
    }

    /// <summary>The first of several variables that is not blank, trimmed, or <see langword="null"/>.</summary>
    public string? GetFirstNonBlank(params string[] names)
    {
        foreach (string name in names)
        {
            if (GetNonBlank(name) is { } value)
                return value;
        }

        return null;
    }

    /// <summary>This environment with a variable set or replaced.</summary>
    public ProcessEnvironment With(string name, string value) => this with { Variables = Set(Variables, Single(name, value), set => set) };

    /// <summary>This environment without a variable.</summary>
    public ProcessEnvironment Without(string name)
    {
        Dictionary<string, string> variables = new(Variables, NamesOn(Platform));
        variables.Remove(name);
        return this with { Variables = variables };
    }

    /// <summary>Where the value of a variable comes from. One that is not set counts as the process's.</summary>
    internal VariableOrigin OriginOf(string name) => Origins.GetValueOrDefault(name, VariableOrigin.Process);

    /// <summary>This environment with a variable set or replaced by a value from somewhere else than the process.</summary>
    internal ProcessEnvironment With(string name, string value, VariableOrigin origin) => With(Single(name, value), origin);

    /// <summary>This environment with variables set or replaced by values from somewhere else than the process. Of two spellings of a name the first counts.</summary>
    internal ProcessEnvironment With(IReadOnlyDictionary<string, string> added, VariableOrigin origin) => added.Count == 0 ? this : this with
    {
        Variables = Set(Variables, added, value => value),
        Origins = Set(Origins, added, _ => origin),
    };

    private static Dictionary<string, string> Single(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private Dictionary<string, T> Set<T>(IReadOnlyDictionary<string, T> map, IReadOnlyDictionary<string, string> added, Func<string, T> become)
    {
        Dictionary<string, T> changed = new(map, NamesOn(Platform));
        HashSet<string> names = new(NamesOn(Platform));
        foreach ((string name, string value) in added)
        {
            if (names.Add(name))
                changed[name] = become(value);
        }

        return changed;
    }

    /// <summary>How paths are told apart where this is.</summary>
    internal PathComparison Paths => Platform == OperatingSystemKind.Linux ? PathComparison.Exact : PathComparison.IgnoringCase;

    /// <summary>How the names of variables are told apart where this is.</summary>
    internal StringComparer Names => NamesOn(Platform);

    private static StringComparer NamesOn(OperatingSystemKind platform) =>
        platform == OperatingSystemKind.Windows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static string HomeOf(OperatingSystemKind platform, Dictionary<string, string> variables)
    {
        string name = platform == OperatingSystemKind.Windows ? "USERPROFILE" : "HOME";
        return variables.TryGetValue(name, out string? home) && home.Length > 0
            ? Path.IsPathFullyQualified(home) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(home)) : home
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    }

    private static string OwnWorkingDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoltbotException(ErrorCode.WorkingDirectoryGone, "The working directory was removed, or may not be looked at. Go to another one (cd ~), and run this again.", e);
        }
    }

    private static OperatingSystemKind CurrentPlatform() =>
        OperatingSystem.IsWindows() ? OperatingSystemKind.Windows :
        OperatingSystem.IsMacOS() ? OperatingSystemKind.MacOS :
        OperatingSystemKind.Linux;
}
