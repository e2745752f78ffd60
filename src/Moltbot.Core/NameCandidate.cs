namespace Moltbot.Core;

/// <summary>A name that may be meant, and what it stands for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Hint">What it stands for, for people to read.</param>
public sealed record NameCandidate(string Name, string Hint);
