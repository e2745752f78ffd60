using System.Text.Json;
using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>
/// The access token of a stored sign-in, which is renewed where it has expired (docs/gateway/oauth.md §9): under the gateway's
/// lock on the store that holds it, and on the disk before the lock goes.
/// </summary>
/// <param name="own">The agent's store.</param>
/// <param name="main">The main agent's; the same for the main agent.</param>
/// <param name="configuration">The configuration.</param>
/// <param name="renewal">Sends the refresh token.</param>
/// <param name="clock">The clock.</param>
internal sealed class SignInRenewal(IRenewableStore own, IRenewableStore main, MoltbotConfiguration configuration, TokenRenewal renewal, TimeProvider clock)
{
    /// <summary>The access token of a profile, renewed if it has to be.</summary>
    /// <returns>The profile as it is now; <see langword="null"/> when there is none that could be used.</returns>
    /// <exception cref="MoltbotException">Why it could not be renewed, where no other sign-in stands in for it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    public async Task<AuthProfile?> ResolveAsync(string profileId, CancellationToken cancellation = default)
    {
        StoreReading reading = own.Read();
        AuthProfile? profile = reading.StoreOrThrow().Find(profileId);
        if (profile is null || !ProfileRules.IsConfiguredAlike(profile, configuration))
            return null;

        return profile.Kind == AuthProfileKind.OAuth
            ? await ResolveSignInAsync(reading, profile, cancellation)
            : ProfileRules.IsExpiredToken(profile, UnixTime.Now(clock)) || profile.PlainSecret.IsBlank ? null : profile;
    }

    private async Task<AuthProfile?> ResolveSignInAsync(StoreReading reading, AuthProfile profile, CancellationToken cancellation)
    {
        if (SignIns.IsFresh(profile, UnixTime.Now(clock)))
            return profile;

        try
        {
            return await RenewAsync(reading.Owns(profile.Id) ? own : main, profile.Id, cancellation);
        }
        catch (MoltbotException)
        {
            if (await StandInAsync(profile, cancellation) is { } other)
                return other;

            throw;
        }
    }

    /// <summary>Renews a sign-in in the store that holds it. Who waited for the lock takes what the other has brought.</summary>
    private async Task<AuthProfile?> RenewAsync(IRenewableStore holder, string profileId, CancellationToken cancellation)
    {
        using StoreLease lease = await holder.HoldAsync(cancellation);
        if (lease.View.Find(profileId) is not { Kind: AuthProfileKind.OAuth } current)
            return null;
        if (SignIns.IsFresh(current, UnixTime.Now(clock)))
            return current;

        lease.EnsureHeld();
        Renewal result = await renewal.RenewAsync(current, cancellation);
        if (result.Entry is { } entry)
            lease.Commit((document, _) => document.WithEntry(profileId, JsonText.ToElement(entry)));
        if (result.Failure is { } failure)
            throw failure.ToException(profileId, $"OAuth token refresh failed for {current.ProviderName}: ");

        return lease.View.Find(profileId);
    }

    /// <summary>What is used in the place of a sign-in that cannot be renewed: what others have done meanwhile, a sign-in that has replaced it, or main's.</summary>
    private async Task<AuthProfile?> StandInAsync(AuthProfile profile, CancellationToken cancellation)
    {
        StoreReading reading = own.Read();
        AuthProfileStore view = reading.StoreOrThrow();
        if (FreshIn(view, profile.Id) is { } renewed)
            return renewed;

        return await ReplacementAsync(view, profile, cancellation) ?? TakeFromMain(reading, profile.Id, cancellation);
    }

    private async Task<AuthProfile?> ReplacementAsync(AuthProfileStore view, AuthProfile profile, CancellationToken cancellation)
    {
        if (SignIns.ReplacementId(view, profile, configuration) is not { } id || id == profile.Id)
            return null;
        if (view.Find(id) is not { } other || !SignIns.IsConfiguredAsSignIn(other, configuration))
            return null;

        try
        {
            return await ResolveAsync(id, cancellation);
        }
        catch (MoltbotException)
        {
            // What is told is why the sign-in that was asked for cannot be renewed.
            return null;
        }
    }

    private AuthProfile? TakeFromMain(StoreReading reading, string profileId, CancellationToken cancellation)
    {
        if (!reading.HasMain || FreshIn(reading.Main, profileId) is not { } inherited)
            return null;

        own.Commit(StoreChange.Of(document => document.Entry(profileId).ValueKind == JsonValueKind.Undefined ? document : document.WithEntry(profileId, inherited.Json)), cancellation);
        return inherited;
    }

    private AuthProfile? FreshIn(AuthProfileStore store, string profileId) =>
        store.Find(profileId) is { Kind: AuthProfileKind.OAuth } profile && SignIns.IsFresh(profile, UnixTime.Now(clock)) ? profile : null;
}
