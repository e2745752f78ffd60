namespace Moltbot.PowerShell.Tests;

/// <summary>Tests of a suite that were skipped for want of the same thing.</summary>
/// <param name="Need">What their tag says that they need; empty when it says nothing.</param>
/// <param name="Count">How many there are.</param>
internal sealed record SuiteSkip(string Need, int Count);
