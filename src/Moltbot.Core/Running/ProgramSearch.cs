using System.Runtime.Versioning;

namespace Moltbot.Core.Running;

/// <summary>
/// Finds the program that a name means, as a shell does: in the directories of PATH and nowhere else. The base library looks
/// beside this program and in the working directory first, where somebody else may have put another one of that name.
/// </summary>
/// <param name="isWindows">Whether the rules of Windows hold: what has to be behind a name's dot, and what separates.</param>
/// <param name="path">PATH.</param>
/// <param name="extensions">PATHEXT, which only Windows has.</param>
/// <param name="isProgram">Whether something is a file that can be run, as far as the file system tells.</param>
internal sealed class ProgramSearch(bool isWindows, string? path, string? extensions, Func<string, bool> isProgram)
{
    private const string UsualExtensions = ".COM;.EXE;.BAT;.CMD";

    /// <summary>What Windows starts itself. Everything else in PATHEXT is opened by another program, which only the desktop's shell knows.</summary>
    private static readonly string[] Startable = [".com", ".exe", ".bat", ".cmd"];

    /// <summary>The search as it is here and now.</summary>
    public static ProgramSearch OfThisProcess() => OperatingSystem.IsWindows()
        ? new(true, $"{Environment.GetEnvironmentVariable("PATH")};{Environment.SystemDirectory}", Environment.GetEnvironmentVariable("PATHEXT"), File.Exists)
        : new(false, Environment.GetEnvironmentVariable("PATH"), extensions: null, IsExecutable);

    /// <summary>The path of a program; <see langword="null"/> when there is none. A name with a separator in it is a path already.</summary>
    public string? Find(string name)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
            return null;
        if (!isWindows)
            return name.Contains('/', StringComparison.Ordinal) ? name : Directories(':').Select(directory => $"{directory.TrimEnd('/')}/{name}").FirstOrDefault(isProgram);

        return name.AsSpan().IndexOfAny("\\/:") >= 0
            ? Spellings(name).Append(name).FirstOrDefault(isProgram)
            : Directories(';').SelectMany(directory => Spellings($"{directory.TrimEnd('\\', '/')}\\{name}")).FirstOrDefault(isProgram);
    }

    /// <summary>A relative directory would be another one wherever this is run.</summary>
    private IEnumerable<string> Directories(char separator) =>
        (path ?? "").Split(separator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => isWindows ? directory.Trim(' ', '"') : directory)
        .Where(isWindows ? IsFullOnWindows : directory => directory[0] == '/');

    /// <summary>A name that has an extension may be whole. One that has none never is: npm puts a script for other systems under it.</summary>
    private IEnumerable<string> Spellings(string file)
    {
        int end = file.AsSpan().LastIndexOfAny("\\/");
        IEnumerable<string> extended = Extensions().Select(extension => file + extension);
        return file.AsSpan(end + 1).Contains('.') ? extended.Prepend(file) : extended;
    }

    private string[] Extensions()
    {
        string[] given = [.. (string.IsNullOrWhiteSpace(extensions) ? UsualExtensions : extensions).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return [.. given.Where(extension => Startable.Contains(extension, StringComparer.OrdinalIgnoreCase))];
    }

    private static bool IsFullOnWindows(string directory) => directory is [_, ':', '\\' or '/', ..] or ['\\' or '/', '\\' or '/', ..];

    [UnsupportedOSPlatform("windows")]
    private static bool IsExecutable(string file) =>
        File.Exists(file) && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;
}
