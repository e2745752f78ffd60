using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>
/// Renews one sign-in with one request (docs/gateway/oauth.md §2 to §8). Who holds which locks meanwhile, and where the
/// answer is written, is the caller's business.
/// </summary>
/// <param name="messages">Sends the request.</param>
/// <param name="environment">The environment, where clients of providers may be named.</param>
/// <param name="clock">The clock.</param>
internal sealed class TokenRenewal(OAuthMessages messages, ProcessEnvironment environment, TimeProvider clock)
{
    /// <summary>
    /// Sends the refresh token, once. Cancellation prevents that; once it is under way its answer is waited for, because
    /// there may be no second one.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    public async Task<Renewal> RenewAsync(AuthProfile profile, CancellationToken cancellation)
    {
        if (SignInProvider.FindExactly(profile.ProviderName) is not { Refresh: { } refresh } provider)
            return Failed(ErrorCode.SignInUnavailable, $"no way to renew a sign-in of {profile.ProviderName} is known", SignInAdvice.SignInAgain(profile.Provider));
        if (profile.Refresh.IsBlank)
            return Failed(ErrorCode.RefreshTokenRejected, refresh.NoRefreshToken, SignInAdvice.SignInAgain(provider.Provider));
        if (refresh.Rules.NeedsMember is { } needed && EcmaScriptText.IsBlank(profile.Json.Member(needed).AsText()))
            return Failed(ErrorCode.ProjectMissing, $"the stored sign-in has no {needed}, without which its token is of no use", SignInAdvice.SignInAgain(provider.Provider));

        string? remembered = provider.Client.IsRemembered ? profile.Json.Member("clientId").AsText() : null;
        if (ClientCredentials.OfRenewal(provider.Client, remembered, environment) is not { } client)
            return Failed(ErrorCode.ClientMissing, provider.Client.MissingAtRenewal!, SignInAdvice.NameClient(provider, id: null));
        if (provider.Client.NeedsSecret && client.Secret is null)
            return Failed(ErrorCode.ClientMissing, $"the secret of the client {client.Id} is not known here", SignInAdvice.NameClient(provider, client.Id));

        cancellation.ThrowIfCancellationRequested();
        OAuthAnswer answer = await messages.SendAsync(provider.Provider, refresh.Request, ValuesOf(profile, client), CancellationToken.None);
        return Read(profile, provider, refresh, answer, UnixTime.Now(clock));
    }

    /// <summary>What an answer makes of a stored sign-in. Pure.</summary>
    internal static Renewal Read(AuthProfile profile, SignInProvider provider, TokenRefresh refresh, OAuthAnswer answer, double now)
    {
        if (answer.Unreachable is { } unreachable)
            return new Renewal(null, unreachable);
        if (!answer.IsSuccess)
            return new Renewal(null, Refusal.OfRenewal(provider, refresh, answer));

        TokenAnswer tokens = TokenAnswer.Read(answer.Json, refresh.Rules, now);
        JsonObject entry = EntryOf(profile, tokens);
        if (tokens.Access is not null)
            return new Renewal(entry, ClockDrift.Refute([tokens.Access, answer.NonEmpty("id_token")], now));

        bool isRotated = tokens.Refresh is not null && tokens.Refresh != profile.Refresh.Reveal();
        return new Renewal(isRotated ? entry : null, Refusal.OfEmptyAnswer(provider, refresh, answer));
    }

    /// <summary>What the answer does not say stays as it is stored, and so does what we do not know.</summary>
    private static JsonObject EntryOf(AuthProfile profile, TokenAnswer tokens)
    {
        JsonObject entry = JsonText.ToNode(profile.Json)!.AsObject();
        if (tokens.Refresh is { } refresh)
            entry["refresh"] = refresh;
        if (tokens.Access is not { } access)
            return entry;

        entry["access"] = access;
        entry["expires"] = tokens.Expires;
        if (tokens.Account is { } account)
            entry["accountId"] = account;

        return entry;
    }

    private static Dictionary<string, string?> ValuesOf(AuthProfile profile, ClientCredentials client) => new(StringComparer.Ordinal)
    {
        ["refresh_token"] = profile.Refresh.Reveal(),
        ["client_id"] = client.Id,
        ["client_secret"] = client.Secret,
        ["enterprise"] = HostOf(profile.Json.Member("enterpriseUrl").AsText()),
    };

    /// <summary>The host of an enterprise, which may be stored as an address.</summary>
    private static string HostOf(string? enterprise)
    {
        string named = EcmaScriptText.Trim(enterprise ?? "");
        if (named.Length == 0)
            return "github.com";

        return Uri.TryCreate(named, UriKind.Absolute, out Uri? address) && address.Host.Length > 0 ? address.Authority : named;
    }

    private static Renewal Failed(ErrorCode code, string cause, Advice next) => new(null, new SignInFailure(code, cause, next));
}
