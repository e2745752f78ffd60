namespace Moltbot.PowerShell.Tests;

/// <summary>What came of a Pester suite.</summary>
/// <param name="Passed">How many tests passed.</param>
/// <param name="Skips">What skipped tests needed, and how many there are of each.</param>
/// <param name="Failures">The name and the message of each that failed.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record SuiteResult(int Passed, IReadOnlyList<SuiteSkip> Skips, IReadOnlyList<string> Failures, double Seconds);
