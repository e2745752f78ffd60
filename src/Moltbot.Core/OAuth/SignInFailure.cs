using Moltbot.Core.Errors;

namespace Moltbot.Core.OAuth;

/// <summary>Why a sign-in, or a renewal of one, did not work, in two parts: a caller may have more to say between them.</summary>
/// <param name="Code">What went wrong.</param>
/// <param name="Cause">The cause, as the provider tells it where it does; without a full stop.</param>
/// <param name="Next">What to do next, as a sentence.</param>
internal sealed record SignInFailure(ErrorCode Code, string Cause, string Next)
{
    /// <summary>What the network threw, or <see langword="null"/>.</summary>
    public Exception? Inner { get; init; }

    /// <summary>The failure as an error about a provider or a profile.</summary>
    /// <param name="subject">The provider or the profile.</param>
    /// <param name="introduction">What stands before the cause.</param>
    public MoltbotException ToException(string subject, string introduction = "") =>
        new(Code, $"{introduction}{Cause.TrimEnd('.')}. {Next}", Inner) { Subject = subject };
}
