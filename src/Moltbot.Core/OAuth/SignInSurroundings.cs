using System.Security.Cryptography;
using Moltbot.Core.Installation;

namespace Moltbot.Core.OAuth;

/// <summary>What a sign-in works with.</summary>
/// <param name="Messages">The network.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Conversation">The person.</param>
/// <param name="Port">Where browsers come back to.</param>
/// <param name="Clock">The clock.</param>
internal sealed record SignInSurroundings(OAuthMessages Messages, ProcessEnvironment Environment, ISignInConversation Conversation, ICallbackPort Port, TimeProvider Clock)
{
    /// <summary>Gives random bytes.</summary>
    public Func<int, byte[]> Random { get; init; } = RandomNumberGenerator.GetBytes;

    /// <summary>What the kernel of a Linux machine calls itself; empty elsewhere.</summary>
    public string Kernel { get; init; } = "";

    /// <summary>Whether no browser is opened here, because the person wants to use another.</summary>
    public bool NoBrowser { get; init; }
}
