using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;
using Moltbot.Testing.Hardening;

namespace Moltbot.Hardening.Tests;

/// <summary>
/// A change that is killed leaves each file whole, and nothing that the next change of anybody would not clear once it is old.
/// All changes are killed at some of their calls here; bench/Moltbot.HardeningFigures kills them at all.
/// </summary>
public sealed class KilledChangeTests
{
    /// <summary>Each change is killed at so many of its calls, spread over all of them.</summary>
    private const int Kills = 4;

    public static TheoryData<ChangingCommand> Changes => [.. ChangingCommand.All];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_can_be_made(ChangingCommand command)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no signals.");

        new KilledChange(BuiltProgram.Path, command).RunWhole().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_that_is_killed_leaves_everything_whole(ChangingCommand command)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no signals.");
        KilledChange change = new(BuiltProgram.Path, command);
        change.RunWhole();

        foreach (Func<IReadOnlyList<string>?> kill in KillsOf(change))
            (kill() ?? []).ShouldBeEmpty();
    }

    /// <summary>Before changing calls where something can do that, and else at moments of a short run.</summary>
    private static IEnumerable<Func<IReadOnlyList<string>?>> KillsOf(KilledChange change)
    {
        if (!File.Exists(KilledChange.Tracer))
            return Enumerable.Range(1, Kills).Select(moment => (Func<IReadOnlyList<string>?>)(() => change.KillAfter(TimeSpan.FromMilliseconds(15 * moment))));

        (string Call, int Time)[] calls = [.. change.FindCalls().SelectMany(found => Enumerable.Range(1, found.Count).Select(time => (found.Call, time)))];
        return Enumerable.Range(0, Math.Min(Kills, calls.Length))
            .Select(kill => calls[kill * calls.Length / Kills % calls.Length])
            .Select(call => (Func<IReadOnlyList<string>?>)(() => change.KillAt(call.Call, call.Time)));
    }
}
