namespace Moltbot.Cli.Completion;

/// <summary>A word that may be meant, and what it stands for.</summary>
internal sealed record Candidate(string Name, string Hint);
