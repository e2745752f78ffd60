using System.Globalization;
using System.Security.Cryptography;
using Moltbot.Testing;

namespace Moltbot.TodayFigures;

/// <summary>What a backup of many conversations takes, against one of an installation with none.</summary>
internal static class Backups
{
    private const int Mebibyte = 1024 * 1024;
    private const int Limit = 60;

    public static int Run(string ours, int mebibytes)
    {
        double[] without = Measure(ours, 0);
        double[] with = Measure(ours, mebibytes);
        bool isWithin = without.Zip(with).All(pair => pair.Second - pair.First <= Limit);
        Console.WriteLine(isWithin ? "within the limit" : "over the limit");
        return isWithin ? 0 : 1;
    }

    private static double[] Measure(string ours, int mebibytes)
    {
        using TemporaryHome home = new();
        home.Write(".moltbot/moltbot.json", "{}");
        home.Write(".moltbot/agents/main/agent/auth-profiles.json", new StoreBuilder().ApiKey("anthropic:a").ToText());
        Directory.CreateDirectory(home[".moltbot/agents/main/sessions"]);
        using (FileStream conversation = File.Create(home[".moltbot/agents/main/sessions/s1.jsonl"]))
        {
            for (int i = 0; i < mebibytes; i++)
                conversation.Write(RandomNumberGenerator.GetBytes(Mebibyte));
        }

        List<double> taken = [];
        foreach (string command in new[] { "backup b.tar.gz", "restore b.tar.gz --dry-run", "restore b.tar.gz --yes --state-dir restored" })
        {
            Measured run = Measured.RunForMemory(home.Path, ours, command);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mebibytes} MiB of conversations, {command}: exit code {run.ExitCode}, {run.Time.TotalSeconds:F2} s, {run.Memory:F0} MiB"));
            taken.Add(run.Memory);
        }

        return [.. taken];
    }
}
