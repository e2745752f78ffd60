namespace Moltbot.Core.Running;

/// <summary>What came of the run of an <see cref="ExternalProgram"/>.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit code, if it ended by itself.</param>
/// <param name="Output">What it printed, if it ended by itself.</param>
internal sealed record ProgramOutcome(ProgramEnd End, int ExitCode = 0, byte[]? Output = null);
