using Moltbot.Core.Errors;
using Moltbot.Core.Http;

namespace Moltbot.Core.OAuth;

/// <summary>Why a sign-in, or a renewal of one, did not work, in two parts: a caller may have more to say between them.</summary>
/// <param name="Code">What went wrong.</param>
/// <param name="Cause">The cause, as the provider tells it where it does; without a full stop.</param>
/// <param name="Next">What to do next, as a sentence.</param>
internal sealed record SignInFailure(ErrorCode Code, string Cause, Advice Next)
{
    /// <summary>What the network threw, or <see langword="null"/>.</summary>
    public Exception? Inner { get; init; }

    /// <summary>That no answer came.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="thrown">What the network threw.</param>
    public static SignInFailure Of(TransportFailure failure, Exception thrown) => new(failure.Code, failure.Cause, failure.Next) { Inner = thrown };

    /// <summary>Whether there was no answer to a request that may have arrived all the same.</summary>
    public bool MayHaveArrived => Inner is not null and not HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError,
    };

    /// <summary>The failure as an error about a provider or a profile.</summary>
    /// <param name="subject">The provider or the profile.</param>
    /// <param name="introduction">What stands before the cause.</param>
    public MoltbotException ToException(string subject, string introduction = "") =>
        new(Code, $"{introduction}{Cause.TrimEnd('.')}. {Next}", Inner) { Subject = subject };
}
