using System.Globalization;
using Moltbot.Testing.Hardening;

namespace Moltbot.HardeningFigures;

/// <summary>
/// Kills each kind of change before each of its changing system calls, and then at random moments until there were enough kills.
/// </summary>
internal static class Kills
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(60);

    public static int Run(string program, int wanted)
    {
        int kills = 0;
        int wrong = 0;
        foreach (ChangingCommand command in ChangingCommand.All)
        {
            KilledChange change = new(program, command);
            int exitCode = change.RunWhole();
            int calls = 0;
            int damaged = 0;
            if (File.Exists(KilledChange.Tracer))
            {
                foreach ((string call, int count) in change.FindCalls())
                {
                    for (int time = 1; time <= count; time++)
                    {
                        if (change.KillAt(call, time) is not { } damage)
                            continue;

                        calls++;
                        damaged += Tell(command, string.Create(CultureInfo.InvariantCulture, $"{call} {time}"), damage);
                    }
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{command.Name}: exit code {exitCode}, {calls} changing calls, a kill before each: {damaged} wrong"));
            kills += calls;
            wrong += damaged;
        }

        int atCalls = kills;
        Random random = new(17);
        KilledChange[] changes = [.. ChangingCommand.All.Select(command => new KilledChange(program, command))];
        foreach (KilledChange change in changes)
            change.RunWhole();

        while (kills < wanted)
        {
            int index = random.Next(changes.Length);
            if (changes[index].KillAfter(random.NextDouble() * Longest) is not { } damage)
                continue;

            kills++;
            wrong += Tell(ChangingCommand.All[index], "a random moment", damage);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills, {atCalls} of them before single calls: {wrong} wrong"));
        return wrong == 0 ? 0 : 1;
    }

    private static int Tell(ChangingCommand command, string moment, IReadOnlyList<string> damage)
    {
        foreach (string one in damage)
            Console.WriteLine($"  {command.Name}, {moment}: {one}");

        return damage.Count > 0 ? 1 : 0;
    }
}
