namespace Moltbot.Cli.Tests.Running;

/// <summary>What a person types.</summary>
/// <param name="After">A text of the program's that the person waits for.</param>
/// <param name="Send">The keys; <c>\r</c> is Enter.</param>
internal sealed record TerminalInput(string After, string Send);
