using System.Diagnostics;
using System.Text.Json;

namespace Moltbot.Testing.Hardening;

/// <summary>
/// Kills a change, and looks at what is left: each file is as before or as after, no credential is gone or open to others, and
/// once a day has passed, the next change of the same files leaves nothing of it behind, whoever makes it.
/// </summary>
/// <param name="program">The command line.</param>
/// <param name="command">The change.</param>
public sealed class KilledChange(string program, ChangingCommand command)
{
    /// <summary>Where it is installed, what kills at single calls.</summary>
    public const string Tracer = "/usr/bin/strace";

    /// <summary>The calls that change files, or their content, names, modes and times.</summary>
    private const string Calls = "write,pwrite64,writev,ftruncate,fallocate,fsync,fdatasync,fchmod,fchmodat,chmod,fchown,fchownat,lchown,utimensat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly HashSet<string> usual = [];

    /// <summary>What becomes of it when nobody kills it: the exit code, and in which names it leaves something.</summary>
    public int RunWhole()
    {
        using TemporaryHome home = LaidOut();
        int exitCode = Run(home, [program, .. command.Arguments.Split(' ')], command.Input);
        Run(home, [program, .. command.Next.Split(' ')], command.Input);
        usual.UnionWith(home.Files().Keys.Select(Named));
        return exitCode;
    }

    /// <summary>The changing calls that it makes, by name, and of each how often a thread makes it at most.</summary>
    public IReadOnlyList<(string Call, int Count)> FindCalls()
    {
        using TemporaryHome home = LaidOut();
        string log = home["calls"];
        Run(home, [Tracer, "-f", "-qq", "-o", log, "-e", $"trace={Calls}", program, .. command.Arguments.Split(' ')], command.Input);
        return [.. File.ReadLines(log)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && words[1].Contains('(', StringComparison.Ordinal))
            .GroupBy(words => (Thread: words[0], Call: words[1][..words[1].IndexOf('(', StringComparison.Ordinal)]))
            .GroupBy(ofThread => ofThread.Key.Call)
            .Select(ofCall => (ofCall.Key, ofCall.Max(ofThread => ofThread.Count())))];
    }

    /// <summary>Kills it before it makes a call for the so-manieth time.</summary>
    /// <param name="call">The name of the call.</param>
    /// <param name="time">The how manieth, from 1.</param>
    /// <returns>What is wrong afterwards; <see langword="null"/> when it ended before that call.</returns>
    public IReadOnlyList<string>? KillAt(string call, int time)
    {
        using TemporaryHome home = LaidOut();
        return Damage(home, () => Run(home, [Tracer, "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={time}", program, .. command.Arguments.Split(' ')], command.Input) is not 0 and not 1 and not 2);
    }

    /// <summary>Kills it after a time.</summary>
    /// <returns>What is wrong afterwards; <see langword="null"/> when it ended before.</returns>
    public IReadOnlyList<string>? KillAfter(TimeSpan time)
    {
        using TemporaryHome home = LaidOut();
        return Damage(home, () => Run(home, [program, .. command.Arguments.Split(' ')], command.Input, time) > 128);
    }

    private static TemporaryHome LaidOut() => HealthyHome.LayOut(new TemporaryHome(), DateTimeOffset.UtcNow);

    private List<string>? Damage(TemporaryHome home, Func<bool> kill)
    {
        HashSet<string> secrets = HealthyHome.SecretsIn(home);
        string[] before = [.. Entries(home)];
        if (!kill())
            return null;

        List<string> wrong = [.. home.Files().Keys.SelectMany(path => Torn(home[path]).Concat(Open(home[path])).Select(what => $"{path} {what}"))];
        HashSet<string> kept = HealthyHome.SecretsIn(home);
        wrong.AddRange(secrets.Where(secret => !kept.Contains(secret) && !command.Removes).Select(secret => $"{secret[..10]} is lost"));

        foreach (string entry in Entries(home).Except(before, StringComparer.Ordinal))
            Directory.SetLastWriteTimeUtc(entry, DateTime.UtcNow.AddDays(-2));

        if (Run(home, [program, .. command.Next.Split(' ')], command.Input) != 0)
            wrong.Add("the next change fails");

        wrong.AddRange(Entries(home).Except(before, StringComparer.Ordinal)
            .Where(entry => !usual.Contains(Named(Path.GetRelativePath(home.Path, entry))) && !Directory.Exists(entry) || entry.EndsWith(".lock", StringComparison.Ordinal))
            .Select(entry => $"{Path.GetRelativePath(home.Path, entry)} is left"));
        return wrong;
    }

    /// <summary>What of a name differs from run to run does not count.</summary>
    private static string Named(string path) => string.Concat(path.Select(c => char.IsAsciiHexDigit(c) ? '#' : c)).Replace("##", "#", StringComparison.Ordinal).Replace("##", "#", StringComparison.Ordinal);

    private static IEnumerable<string> Entries(TemporaryHome home) => Directory.EnumerateFileSystemEntries(
        home[HealthyHome.State], "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });

    private static IEnumerable<string> Torn(string path)
    {
        if (!path.EndsWith(".json", StringComparison.Ordinal))
            yield break;

        string? problem = null;
        try
        {
            using JsonDocument read = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
        }
        catch (JsonException e)
        {
            problem = $"is torn: {e.Message}";
        }

        if (problem is not null)
            yield return problem;
    }

    private static IEnumerable<string> Open(string path)
    {
        if (!OperatingSystem.IsWindows() && File.ReadAllText(path).Contains("sk-", StringComparison.Ordinal)
            && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None)
        {
            yield return "is open to others";
        }
    }

    private static int Run(TemporaryHome home, string[] line, string input, TimeSpan? killAfter = null)
    {
        ProcessStartInfo start = new(line[0], line[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home.Path };
        start.Environment.Clear();
        foreach ((string name, string value) in (IEnumerable<KeyValuePair<string, string>>)[new("HOME", home.Path), new("PATH", "/usr/bin:/bin"), new("NO_COLOR", "1"), new("MOLTBOT_OFFLINE", "1"), new("TZ", "UTC")])
            start.Environment[name] = value;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            start.Environment["DOTNET_ROOT"] = root;

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was killed before it had read.
        }

        if (killAfter is { } time && !process.WaitForExit(time))
            process.Kill();

        process.WaitForExit();
        Task.WaitAll(output, errors);
        return process.ExitCode;
    }
}
