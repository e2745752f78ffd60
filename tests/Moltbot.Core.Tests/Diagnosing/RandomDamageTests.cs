using Moltbot.Testing;

namespace Moltbot.Core.Tests.Diagnosing;

/// <summary>A slice of what bench/Moltbot.DoctorFigures runs in full: damages that nobody has thought of.</summary>
public sealed class RandomDamageTests
{
    private const int Trials = 60;

    /// <summary>What somebody may have taken out on purpose looks like what was lost.</summary>
    private static readonly string[] MayBeMeant = ["deleted entry", "renamed entry", "swapped type", "garbage", "lost file", "truncation"];

    [Fact]
    public async Task No_damage_is_passed_over_in_silence_and_no_repair_loses_a_credential()
    {
        List<DamageTrial> trials = [];
        for (int seed = 1; seed <= Trials; seed++)
            trials.Add(await DamageTrial.RunAsync(seed, TimeProvider.System));

        trials.Where(trial => trial.LostSecrets > 0).ShouldBeEmpty();
        trials.Where(trial => trial is { IsNamed: false, HasEffect: true } && !MayBeMeant.Contains(trial.Kind)).ShouldBeEmpty();
        trials.Count(trial => trial.IsNamed).ShouldBeGreaterThan(Trials * 3 / 4);
    }
}
