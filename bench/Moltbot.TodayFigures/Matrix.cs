using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Moltbot.TodayFigures;

/// <summary>
/// Our changes and the gateway's own on an installation that it has made: one after the other in both orders, and then six
/// processes of ours and three of its at the same time, beside a gateway that runs.
/// </summary>
internal static class Matrix
{
    private const int OurProcesses = 6;
    private const int TheirProcesses = 3;
    private const int Port = 28789;

    private static readonly (string Name, string Arguments, bool IsKey)[] Changes =
    [
        ("key", "models auth paste-api-key --provider acme --profile-id {0}", true),
        ("order", "models auth order set --provider acme acme:first", false),
        ("removal", "models auth logout {1} --yes", false),
    ];

    public static int Run(string ours, string gateway, int seconds)
    {
        using RealHome home = new(ours, gateway);
        int wrong = InTurn(home);
        wrong += Together(home, gateway, seconds);
        Console.WriteLine(wrong == 0 ? "nothing lost" : $"{wrong} wrong");
        return wrong == 0 ? 0 : 1;
    }

    private static int InTurn(RealHome home)
    {
        int wrong = 0;
        int number = 0;
        foreach ((string ourName, string our, bool isOurKey) in Changes)
        {
            foreach ((string theirName, string their, bool isTheirKey) in Changes)
            {
                foreach (bool oursFirst in new[] { true, false })
                {
                    number++;
                    string doomed = $"acme:doomed{number}";
                    string doomedToo = $"acme:doomed-too{number}";
                    RealHome.Require(home.Ours($"models auth paste-api-key --provider acme --profile-id {doomed}", RealHome.Key("doomed")));
                    RealHome.Require(home.Ours($"models auth paste-api-key --provider acme --profile-id {doomedToo}", RealHome.Key("doomed")));
                    HashSet<string> expected = home.Ids();
                    Action[] changes =
                    [
                        () => Change(run => home.Ours(run, isOurKey ? RealHome.Key("ours") : ""), our, isOurKey, $"acme:ours{number}", doomed, expected),
                        () => Change(run => home.Theirs(run, isTheirKey ? RealHome.Key("theirs") : ""), their, isTheirKey, $"acme:theirs{number}", doomedToo, expected),
                    ];
                    foreach (Action change in oursFirst ? changes : changes.Reverse())
                        change();

                    string[] lost = [.. expected.Except(home.Ids())];
                    string[] extra = [.. home.Ids().Except(expected)];
                    bool isWhole = home.AreWhole();
                    wrong += lost.Length + extra.Length + (isWhole ? 0 : 1);
                    Console.WriteLine($"{(oursFirst ? $"our {ourName}, its {theirName}" : $"its {theirName}, our {ourName}")}: {(lost.Length + extra.Length == 0 && isWhole ? "as it should be" : $"lost {string.Join(", ", lost)}; still there {string.Join(", ", extra)}; {(isWhole ? "" : "damaged")}")}");
                }
            }
        }

        return wrong;
    }

    private static void Change(Func<string, Measured> run, string arguments, bool isKey, string added, string removed, HashSet<string> expected)
    {
        RealHome.Require(run(string.Format(CultureInfo.InvariantCulture, arguments, added, removed)));
        if (isKey)
            expected.Add(added);
        else if (arguments.Contains("logout", StringComparison.Ordinal))
            expected.Remove(removed);
    }

    private static int Together(RealHome home, string gateway, int seconds)
    {
        using Process running = Measured.Start(home.Path, gateway, string.Create(CultureInfo.InvariantCulture, $"gateway run --port {Port} --bind loopback --token t --allow-unconfigured"));
        Task log = Task.WhenAll(running.StandardOutput.BaseStream.CopyToAsync(Stream.Null), running.StandardError.BaseStream.CopyToAsync(Stream.Null));
        WaitForGateway();
        HashSet<string> before = home.Ids();
        ConcurrentBag<string> stored = [];
        ConcurrentBag<string> refused = [];
        long until = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        Task[] workers =
        [
            .. Enumerable.Range(0, OurProcesses).Select(worker => Task.Run(() => Work("ours", worker, home.Ours))),
            .. Enumerable.Range(0, TheirProcesses).Select(worker => Task.Run(() => Work("theirs", worker, home.Theirs))),
        ];
        Task.WaitAll(workers);
        bool stillRuns = !running.HasExited;
        if (stillRuns)
        {
            using Process signal = Process.Start("kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)]);
            signal.WaitForExit();
        }

        running.WaitForExit();
        log.Wait();
        HashSet<string> after = home.Ids();
        string[] lost = [.. before.Concat(stored).Where(id => !after.Contains(id))];
        bool isWhole = home.AreWhole();
        Console.WriteLine($"{seconds.ToString(CultureInfo.InvariantCulture)} s, {OurProcesses} processes of ours and {TheirProcesses} of its beside its gateway: {stored.Count(id => id.StartsWith("acme:ours", StringComparison.Ordinal))} keys of ours stored and {stored.Count(id => id.StartsWith("acme:theirs", StringComparison.Ordinal))} of its, {refused.Count} refused, {lost.Length} lost, databases {(isWhole ? "whole" : "damaged")}, the gateway {(stillRuns ? "ran on" : "had ended")}, our order {string.Join(' ', home.Order())}");
        foreach (string reason in refused.Distinct().Take(5))
            Console.WriteLine($"  refused: {reason}");

        return lost.Length + (isWhole ? 0 : 1) + (stillRuns ? 0 : 1);

        void Work(string whose, int worker, Func<string, string, Measured> run)
        {
            for (int number = 0; Stopwatch.GetTimestamp() < until; number++)
            {
                string id = string.Create(CultureInfo.InvariantCulture, $"acme:{whose}-{worker}-{number}");
                string more = whose == "ours" ? " --no-config" : "";
                Measured outcome = run($"models auth paste-api-key --provider acme --profile-id {id}{more}", RealHome.Key(id));
                if (outcome.ExitCode == 0)
                    stored.Add(id);
                else
                    refused.Add($"{whose}: {outcome.Errors.Trim().Split('\n')[^1]}");
            }
        }
    }

    private static void WaitForGateway()
    {
        for (int attempt = 0; attempt < 240; attempt++)
        {
            try
            {
                using TcpClient client = new("127.0.0.1", Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(500);
            }
        }

        throw new InvalidOperationException("the gateway does not listen");
    }
}
