using System.Text;
using Moltbot.Core.Running;

namespace Moltbot.Core.Monitoring.Schedules;

/// <summary>The programs by which schedulers are spoken to.</summary>
/// <param name="start">Starts one with arguments and an input.</param>
internal sealed class SchedulerPrograms(Func<string, IReadOnlyList<string>, byte[], CancellationToken, ProgramOutcome> start)
{
    private const int MostOutput = 4 * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Those of the system.</summary>
    public static SchedulerPrograms OfSystem { get; } = new((program, arguments, input, cancellation) =>
        new ExternalProgram { Path = program, Arguments = arguments, Input = input }.Capture(MostOutput, Limit, cancellation));

    /// <summary>Runs one.</summary>
    /// <returns>What it printed; <see langword="null"/> when it is not there, takes too long or does not end with 0.</returns>
    public string? Run(string program, IReadOnlyList<string> arguments, CancellationToken cancellation, string input = "") =>
        start(program, arguments, Encoding.UTF8.GetBytes(input), cancellation) is { End: ProgramEnd.Exited, ExitCode: 0 } outcome ? Encoding.UTF8.GetString(outcome.Output ?? []) : null;

    /// <summary>Whether there is one of a name.</summary>
    public bool Has(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) => start(program, arguments, [], cancellation).End != ProgramEnd.NotStarted;
}
