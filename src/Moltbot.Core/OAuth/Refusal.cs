using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>What a provider's refusal means, and what helps.</summary>
internal static class Refusal
{
    private const int BadRequest = 400;
    private const int Unauthorized = 401;

    /// <summary>A refused renewal.</summary>
    public static SignInFailure OfRenewal(SignInProvider provider, TokenRefresh refresh, OAuthAnswer answer)
    {
        if (answer.Status == BadRequest && refresh.BadRequest is { } special)
            return new SignInFailure(ErrorCode.RefreshTokenRejected, special, SignInAdvice.SignInAgain(provider.Provider));

        return Of(provider, answer, $"{refresh.Failed}: {answer.Words}");
    }

    /// <summary>An answer of success that holds no token.</summary>
    public static SignInFailure OfEmptyAnswer(SignInProvider provider, TokenRefresh refresh, OAuthAnswer answer) => answer.Error is null
        ? new SignInFailure(ErrorCode.ProviderAnswerInvalid, answer.Json.ValueKind != JsonValueKind.Undefined ? refresh.Rules.NoAccess : $"{refresh.Failed}: {answer.Words}", SignInAdvice.TryAgain)
        : Of(provider, answer, $"{refresh.Failed}: {answer.Words}");

    /// <summary>A refusal by its name, as the standard has them.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="cause">What is said of it.</param>
    public static SignInFailure Of(SignInProvider provider, OAuthAnswer answer, string cause) => answer.Error switch
    {
        "invalid_grant" => new SignInFailure(ErrorCode.RefreshTokenRejected, cause, SignInAdvice.SignInAgain(provider.Provider)),
        "invalid_client" or "unauthorized_client" => new SignInFailure(ErrorCode.ClientRejected, cause, SignInAdvice.SignInAgain(provider.Provider)),
        "access_denied" => new SignInFailure(ErrorCode.SignInDenied, cause, SignInAdvice.SignInAgain(provider.Provider)),
        _ when answer.Status == Unauthorized => new SignInFailure(ErrorCode.ProviderRefused, cause, SignInAdvice.SignInAgain(provider.Provider)),
        _ => new SignInFailure(ErrorCode.ProviderRefused, cause, SignInAdvice.TryLater),
    };
}
