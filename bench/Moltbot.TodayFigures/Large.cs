using System.Globalization;
using Moltbot.Testing;

namespace Moltbot.TodayFigures;

/// <summary>What a large database costs, of which a few rows are ours.</summary>
internal static class Large
{
    public static int Run(string ours, int mebibytes)
    {
        using TemporaryHome home = new();
        MigratedHome.LayOut(home);
        string database = home[".openclaw/agents/main/agent/openclaw-agent.sqlite"];
        TodayDatabase.Run(database, ["PRAGMA synchronous=OFF", "CREATE TABLE filler (content BLOB)", .. Enumerable.Repeat("INSERT INTO filler VALUES (randomblob(1048000))", mebibytes)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(database).Length / 1048576.0:F0} MiB"));
        foreach (string command in new[] { "models auth list --json", "models status --json", "models auth order set --provider anthropic anthropic:b anthropic:main", "models auth usage anthropic:b --status-code 429", "sessions model list --json", "secrets audit --json", "backup copy.tar.gz --force" })
        {
            Measured run = Measured.RunForMemory(home.Path, ours, command);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{command}: exit code {run.ExitCode}, {run.Time.TotalMilliseconds:F0} ms, {run.Memory:F0} MiB"));
        }

        return 0;
    }
}
