namespace Moltbot.Core.Providers;

/// <summary>What a browser is told that comes back without what it should bring.</summary>
/// <param name="NoCode">It has no code.</param>
/// <param name="WrongState">It belongs to another sign-in.</param>
internal sealed record LoopbackWords(string NoCode, string WrongState);
