using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>Ends a sign-in at its provider (RFC 7009). That it is removed here is the caller's business, afterwards.</summary>
/// <param name="messages">Sends the request.</param>
internal sealed class TokenRevocation(OAuthMessages messages)
{
    /// <summary>Makes a sign-in worthless, with all tokens that were made of it.</summary>
    /// <returns>Why that did not work; <see langword="null"/> when it did, or nothing was left to revoke.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<SignInFailure?> RevokeAsync(AuthProfile profile, CancellationToken cancellation)
    {
        if (SignInProvider.Find(profile.Provider) is not { Revoke: { } request } provider)
            return new SignInFailure(ErrorCode.SignInUnavailable, $"{profile.ProviderName} has no way to end a sign-in that is known", "End it on the account's page of the provider.");

        string token = profile.Refresh.IsBlank ? profile.Access.Reveal() : profile.Refresh.Reveal();
        if (token.Length == 0)
            return null;

        OAuthAnswer answer = await messages.SendAsync(provider.Provider, request, new Dictionary<string, string?>(StringComparer.Ordinal) { ["token"] = token }, cancellation);
        return answer.Unreachable ?? (answer.IsSuccess || answer.Error is "invalid_token" ? null : Refusal.Of(provider, answer, $"{provider.Label} did not end the sign-in: {answer.Words}"));
    }
}
