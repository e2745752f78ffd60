using System.Diagnostics;
using System.Globalization;
using Moltbot.Testing;

namespace Moltbot.TodayFigures;

/// <summary>
/// Kills changes of today's databases at random moments, and looks at what is left. The configuration is left out: its lock is taken
/// over only after half a minute, and its kills are others' (<c>Moltbot.HardeningFigures</c>).
/// </summary>
internal static class Kills
{
    private static readonly (string Arguments, string Input)[] Changes =
    [
        ("models auth paste-api-key --provider zai --profile-id zai:new --no-config", RealHome.Key("new")),
        ("models auth paste-token --provider zai --profile-id zai:token --no-config", RealHome.Key("token")),
        ("models auth order set --provider anthropic anthropic:b anthropic:main", ""),
        ("models auth usage anthropic:b --status-code 429", ""),
        ("models auth cooldown clear --provider anthropic", ""),
        ("models auth paste-api-key --provider zai --profile-id zai:work --agent work --no-config", RealHome.Key("work")),
    ];

    private static readonly string[] Kept = ["\"anthropic:main\"", "\"anthropic:b\""];

    public static int Run(string ours, int wanted)
    {
        Random random = new(18);
        int kills = 0;
        int torn = 0;
        int lost = 0;
        int left = 0;
        int refused = 0;
        while (kills < wanted)
        {
            (string arguments, string input) = Changes[random.Next(Changes.Length)];
            using TemporaryHome home = new();
            MigratedHome.LayOut(home);
            HashSet<string> before = [.. home.Files().Keys];
            using Process process = Measured.Start(home.Path, ours, arguments);
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            Spin(random.NextDouble() * 30);
            process.Kill();
            process.WaitForExit();
            if (process.ExitCode is 0 or 1)
                continue;

            kills++;
            string[] databases = [.. Directory.EnumerateFiles(home[".openclaw"], "*.sqlite", SearchOption.AllDirectories)];
            torn += databases.Count(path => TodayDatabase.Ask(path, "PRAGMA integrity_check") != "ok");
            string store = TodayDatabase.Ask(home[".openclaw/state/openclaw.sqlite"], "SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.store'") ?? "";
            lost += Kept.Count(id => !store.Contains(id, StringComparison.Ordinal));

            // The next change takes what was left in the log along, and whatever else was left.
            refused += Measured.Run(home.Path, ours, "models auth paste-api-key --provider groq --profile-id groq:next --no-config", RealHome.Key("next")).ExitCode;
            refused += Measured.Run(home.Path, ours, "models auth paste-api-key --provider groq --profile-id groq:work --agent work --no-config", RealHome.Key("next")).ExitCode;
            string[] more = [.. home.Files().Keys.Where(path => !before.Contains(path) && !path.Contains("openclaw.json", StringComparison.Ordinal))];
            left += more.Length;
            foreach (string path in more)
                Console.WriteLine($"{arguments}: {path} is left");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills: {torn} torn, {lost} lost, {left} left over, {refused} changes refused afterwards"));
        return torn + lost + left + refused == 0 ? 0 : 1;
    }

    private static void Spin(double milliseconds)
    {
        long until = Stopwatch.GetTimestamp() + (long)(milliseconds / 1000 * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until)
            Thread.Yield();
    }
}
