namespace Moltbot.PowerShell.Tests;

/// <summary>What came of a Pester suite.</summary>
/// <param name="Passed">How many tests passed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Skips">How many were skipped for which reason.</param>
/// <param name="Failures">The name and the message of each that failed.</param>
internal sealed record SuiteResult(int Passed, int Failed, IReadOnlyList<string> Skips, IReadOnlyList<string> Failures);
