using System.Globalization;
using Moltbot.Testing;

namespace Moltbot.DoctorFigures;

/// <summary>Damages healthy installations at random, and tells how many are named, how many are mended, and whether a repair loses a credential.</summary>
internal static class Damages
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        int count = Number(arguments, 0, 10_000);
        int first = Number(arguments, 1, 1);
        List<DamageTrial> trials = [];
        for (int seed = first; seed < first + count; seed++)
        {
            DamageTrial trial = await DamageTrial.RunAsync(seed, TimeProvider.System);
            trials.Add(trial);
            if (trial.LostSecrets > 0 || trial is { IsNamed: false, HasEffect: true })
                Say($"seed {trial.Seed}: {trial.Kind}, named {trial.IsNamed}, lost {trial.LostSecrets}: {trial.Findings}");
        }

        Say("| damage | installations | named | not named, without effect | not named | mended by --fix | by --fix --force | credentials lost |");
        Say("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (IGrouping<string, DamageTrial> kind in trials.GroupBy(trial => trial.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            Say(Row(kind.Key, [.. kind]));

        Say(Row("all", trials));
        return trials.Any(trial => trial.LostSecrets > 0) ? 1 : 0;
    }

    private static string Row(string name, List<DamageTrial> trials) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {trials.Count} | {trials.Count(trial => trial.IsNamed)} | {trials.Count(trial => trial is { IsNamed: false, HasEffect: false })} | {trials.Count(trial => trial is { IsNamed: false, HasEffect: true })} | {trials.Count(trial => trial is { IsNamed: true, IsMended: true })} | {trials.Count(trial => trial is { IsNamed: true, IsMendedByForce: true })} | {trials.Sum(trial => trial.LostSecrets)} |");

    public static int Number(string[] arguments, int place, int otherwise) => arguments.Length > place ? int.Parse(arguments[place], CultureInfo.InvariantCulture) : otherwise;

    public static void Say(string text) => Console.WriteLine(text);
}
