using System.Diagnostics;
using System.Globalization;
using Moltbot.Core.Databases;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.TodayFigures;

/// <summary>How long an order change takes, how long it holds the database, and how long SQLite alone takes for the same row. One after the other, in one run.</summary>
internal static class Changes
{
    private const int Warming = 20;

    public static int Run(int count)
    {
        using TemporaryHome home = new();
        MigratedHome.LayOut(home);
        InstallationPaths paths = InstallationPaths.At(home[".openclaw"], home.Environment);
        TodayStore store = new(TodayPlaces.Of(paths, paths.AgentDirectory(AgentId.Main)), () => InstallationLayout.Of(paths), TimeProvider.System);
        string database = home[".openclaw/agents/main/agent/openclaw-agent.sqlite"];
        ProviderId provider = ProviderId.Parse("anthropic");
        List<double> whole = [];
        List<double> held = [];
        List<double> bare = [];
        for (int i = -Warming; i < count; i++)
        {
            string[] order = i % 2 == 0 ? ["anthropic:main", "anthropic:b"] : ["anthropic:b", "anthropic:main"];
            long start = Stopwatch.GetTimestamp();
            long inside = 0;
            store.Commit(StoreChange.Of(own =>
            {
                inside = Stopwatch.GetTimestamp();
                return own.WithOrder(provider, order);
            }));
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            TimeSpan since = Stopwatch.GetElapsedTime(inside);
            TimeSpan alone = Bare(database, $$"""{ "version": 1, "order": { "anthropic": ["{{order[0]}}", "{{order[1]}}"] } }""");
            if (i < 0)
                continue;

            whole.Add(taken.TotalMilliseconds);
            held.Add(since.TotalMilliseconds);
            bare.Add(alone.TotalMilliseconds);
        }

        foreach (List<double> times in new[] { whole, held, bare })
            times.Sort();

        double ratio = whole[count / 2] / bare[count / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} order changes: {Told(whole)}; from the reading under the lock to the end {Told(held)}; SQLite alone {Told(bare)}; ratio of the medians {ratio:F2}"));
        return held[(int)(count * 0.99)] < 20 && ratio <= 3 ? 0 : 1;
    }

    /// <summary>The same row with the same library: open, one transaction that reads and writes it, close.</summary>
    private static TimeSpan Bare(string path, string state)
    {
        long start = Stopwatch.GetTimestamp();
        using (Database database = Database.Open(path, DatabaseAccess.Change))
        {
            database.Run("BEGIN IMMEDIATE");
            database.Text("SELECT state_json FROM auth_profile_state WHERE state_key = ?", "primary");
            database.Run("INSERT INTO auth_profile_state VALUES (?, ?, ?) ON CONFLICT(state_key) DO UPDATE SET state_json = excluded.state_json, updated_at = excluded.updated_at", "primary", state, 1L);
            database.Run("COMMIT");
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static string Told(List<double> sorted) => string.Create(CultureInfo.InvariantCulture, $"median {sorted[sorted.Count / 2]:F2} ms, 99th percentile {sorted[(int)(sorted.Count * 0.99)]:F2} ms, most {sorted[^1]:F2} ms");
}
