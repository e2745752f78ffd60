namespace Moltbot.Core.OAuth;

/// <summary>What a browser is answered that comes back.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">A text, or a page where the person is to read it. It never holds a secret.</param>
/// <param name="IsPage">Whether it is a page.</param>
internal sealed record LoopbackReply(int Status, string Text, bool IsPage = false);
