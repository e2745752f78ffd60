using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.RotationFigures;

/// <summary>
/// Kills each command of a rotation at random moments, and looks at what is left: the key in use has to be one that the
/// provider accepts, the old one has to be there unless it was to go, and the next command has to finish. Every third new
/// key is one that the provider does not accept, any more or at all.
/// </summary>
internal static class Kills
{
    private const string Old = "sk-made-up-key-that-was-there-before";
    private const string New = "sk-made-up-key-that-comes-afterwards";
    private const string ProfileId = "openai:a";

    private static readonly string Home = Directory.CreateTempSubdirectory("moltbot-figures-").FullName;

    private static string Store => Path.Combine(Home, ".moltbot", "agents", "main", "agent", "auth-profiles.json");

    private static string Records => Path.Combine(Home, ".moltbot", "credentials", "rotations");

    public static async Task<int> RunAsync(string program, int kills)
    {
        using KeyServer provider = KeyServer.Start(Old);
        Random random = new(15);
        Directory.CreateDirectory(Path.GetDirectoryName(Store)!);
        await File.WriteAllTextAsync(Path.Combine(Home, ".moltbot", "moltbot.json"), provider.Configuration);
        int wrong = 0;
        foreach ((string[] Before, string[] Killed, bool KeepsOld) step in ((string[], string[], bool)[])[
            ([], ["start", ProfileId], true),
            ([], ["start", ProfileId, "--complete-on-success"], true),
            (["start"], ["complete", ProfileId], true),
            (["start", "complete"], ["undo", ProfileId], true),
            (["start", "complete"], ["complete", ProfileId, "--keep-for", "0"], false)])
        {
            double usual = await UsualAsync(program, provider, step.Before, step.Killed);
            int lost = 0;
            int refused = 0;
            int begun = 0;
            int locks = 0;
            List<double> next = [];
            for (int kill = 0; kill < kills; kill++)
            {
                bool isAccepted = kill % 3 != 0;
                provider.Accept(New);
                await PrepareAsync(program, step.Before);
                if (!isAccepted && step.Before.Length < 2)
                    provider.Revoke(New);

                string before = await File.ReadAllTextAsync(Store);
                using Process process = Start(program, step.Killed);
                await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * usual));
                process.Kill();
                await EndAsync(process);

                begun += await File.ReadAllTextAsync(Store) != before || (step.Before.Length == 0 && Directory.Exists(Records) && Directory.EnumerateFiles(Records).Any()) ? 1 : 0;
                locks += AgeLock() ? 1 : 0;
                bool isSafe = provider.Accepts(Key(ProfileId) ?? "") && (!step.KeepsOld || (await File.ReadAllTextAsync(Store)).Contains(Old, StringComparison.Ordinal));
                long started = Stopwatch.GetTimestamp();
                bool isFinished = await FinishAsync(program, provider);
                next.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                lost += isSafe && isFinished && provider.Accepts(Key(ProfileId) ?? "") ? 0 : 1;
                refused += isAccepted ? 0 : 1;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', step.Killed.Where(word => word != ProfileId))}: {kills} kills, {refused} with a key that is not accepted; {begun} found a change, {locks} left a lock that nobody had written down; wrong: {lost}; what finished it took {next.Order().ElementAt(next.Count / 2):F2} s (median), {next.Max():F1} s at most"));
            wrong += lost;
        }

        Directory.Delete(Home, recursive: true);
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>Whether the next commands find a way: to the new key, or back to the old one where the new one is not accepted.</summary>
    private static async Task<bool> FinishAsync(string program, KeyServer provider)
    {
        (int listed, string list) = await RunAsync(program, "list", "--json");
        if (listed != 0)
            return false;
        if (JsonNode.Parse(list)!["rotations"]!.AsArray() is not [{ } rotation, ..])
            return true;
        if (rotation["stage"]!.GetValue<string>() != "pending" || provider.Accepts(New))
            return (await RunAsync(program, "complete", ProfileId, "--keep-for", "0")).ExitCode == 0;

        return (await RunAsync(program, "complete", ProfileId)).ExitCode == 1 && (await RunAsync(program, "undo", ProfileId)).ExitCode == 0;
    }

    private static async Task PrepareAsync(string program, string[] commands)
    {
        await File.WriteAllTextAsync(Store, new StoreBuilder().ApiKey(ProfileId, Old).ToText());
        if (Directory.Exists(Records))
            Directory.Delete(Records, recursive: true);
        foreach (string command in commands)
            await RunAsync(program, command, ProfileId, "--skip-probe");
    }

    private static async Task<double> UsualAsync(string program, KeyServer provider, string[] before, string[] command)
    {
        List<double> took = [];
        provider.Accept(New);
        for (int run = 0; run < 3; run++)
        {
            await PrepareAsync(program, before);
            long started = Stopwatch.GetTimestamp();
            await RunAsync(program, command);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return took.Order().ElementAt(1);
    }

    /// <summary>Lets the time pass in which a lock that nobody wrote down goes stale.</summary>
    private static bool AgeLock()
    {
        string path = Store + ".lock";
        string notes = Path.Combine(Home, ".moltbot", "credentials", "renewals");
        if (!Directory.Exists(path) || (Directory.Exists(notes) && Directory.EnumerateFiles(notes, "*.locks").Any(note => new FileInfo(note).Length > 0)))
            return false;

        Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        return true;
    }

    private static string? Key(string profileId) => JsonNode.Parse(File.ReadAllText(Store))!["profiles"]?[profileId]?["key"]?.GetValue<string>();

    private static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, ["models", "auth", "rotate", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Home };
        start.Environment.Clear();
        start.Environment["HOME"] = Home;
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } runtime)
            start.Environment["DOTNET_ROOT"] = runtime;

        Process process = Process.Start(start)!;
        process.StandardInput.Write(New);
        process.StandardInput.Close();
        return process;
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        return await EndAsync(process);
    }

    private static async Task<(int ExitCode, string Text)> EndAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, await output);
    }
}
