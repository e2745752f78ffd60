using System.Globalization;
using System.Text.Json.Nodes;

namespace Moltbot.Benchmarks;

/// <summary>Updates of what is remembered about the use of a profile, ours against the reference's own code on the same disk.</summary>
internal static class UsageComparison
{
    private const int Rounds = 5;
    private const int Ours = 4;
    private const int Theirs = 2;

    /// <summary>
    /// Both in turn, each alone, and the bare steps on the disk; prints how many updates a second each makes, and the ratio:
    /// <c>usage [seconds a turn]</c>.
    /// </summary>
    public static int InTurn(string[] args)
    {
        if (IsSkipped())
            return 0;

        double seconds = SecondsIn(args, otherwise: 2);
        using SampleInstallation sample = new(profiles: 10);
        List<(double Our, double Their, double Floor)> rounds = [];
        for (int round = 0; round < Rounds; round++)
        {
            using UsageProcess our = UsageProcess.StartOurs(sample, SampleInstallation.ProfileId, seconds);
            double ours = RateOf(our, seconds);
            using UsageProcess their = UsageProcess.StartReference(sample, SampleInstallation.ProfileId, seconds);
            rounds.Add((ours, RateOf(their, seconds), UsageFloor.Measure(sample.StorePath, seconds)));
        }

        (double Our, double Their, double Floor)[] sorted = [.. rounds.OrderBy(round => round.Our / round.Their)];
        (double o, double t, double f) = sorted[Rounds / 2];
        Print($"updates a second: ours {o:F0}, reference {t:F0}, ratio {o / t:F1} (median of {Rounds} rounds, {sorted[0].Our / sorted[0].Their:F1} to {sorted[^1].Our / sorted[^1].Their:F1})");
        Print($"the bare steps on this disk, without flushing: {f:F0}, {f / t:F1} times the reference");
        return 0;
    }

    /// <summary>
    /// Four processes of ours and two of the reference on one store at once; ends with 1 when an update is lost or a lock
    /// was compromised: <c>usage-together [seconds] [pause in milliseconds]</c>.
    /// </summary>
    public static int Together(string[] args)
    {
        if (IsSkipped())
            return 0;

        double seconds = SecondsIn(args, otherwise: 20);
        int pause = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
        using SampleInstallation sample = new(profiles: 10);
        UsageProcess[] ours = [.. Enumerable.Range(0, Ours).Select(_ => UsageProcess.StartOurs(sample, SampleInstallation.ProfileId, seconds, pause))];
        UsageProcess[] theirs = [.. Enumerable.Range(0, Theirs).Select(_ => UsageProcess.StartReference(sample, SampleInstallation.ProfileId, seconds, pause))];
        double before = ErrorsIn(sample);
        foreach (UsageProcess process in ours.Concat(theirs))
            process.Begin();

        int[] our = [.. ours.Select(process => process.Finish())];
        int[] their = [.. theirs.Select(process => process.Finish())];
        double recorded = ErrorsIn(sample) - before;
        int made = our.Sum() + their.Sum();
        Print($"updates in {seconds} s: ours {string.Join(" + ", our)}, reference {string.Join(" + ", their)}; made {made}, in the store {recorded}, lost {made - recorded}, no lock compromised");
        foreach (UsageProcess process in ours.Concat(theirs))
            process.Dispose();

        return recorded == made ? 0 : 1;
    }

    private static bool IsSkipped()
    {
        if (UsageProcess.Reference is not null)
            return false;

        Print($"skipped: MOLTBOT_REFERENCE names no folder with the reference's package");
        return true;
    }

    private static double RateOf(UsageProcess process, double seconds)
    {
        process.Begin();
        return process.Finish() / seconds;
    }

    private static double ErrorsIn(SampleInstallation sample) =>
        JsonNode.Parse(File.ReadAllText(sample.StorePath))!["usageStats"]!.AsObject().Sum(entry => entry.Value!["errorCount"]!.GetValue<double>());

    private static double SecondsIn(string[] args, double otherwise) => args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : otherwise;

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
