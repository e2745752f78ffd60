using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Renewing;

/// <summary>
/// The access token of a stored sign-in, which is renewed where it has expired (docs/gateway/oauth.md §9), or of the one that
/// stands in for it.
/// </summary>
/// <param name="agent">Who needs it.</param>
/// <param name="renewals">Renews sign-ins, each once for all who hold it.</param>
internal sealed class SignInResolver(AgentContext agent, SignInRenewals renewals)
{
    /// <summary>The access token of a profile, renewed if it has to be.</summary>
    /// <returns>The profile as it is now; <see langword="null"/> when there is none that could be used.</returns>
    /// <exception cref="MoltbotException">Why it could not be renewed, where no other sign-in stands in for it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent.</exception>
    public async Task<AuthProfile?> ResolveAsync(string profileId, CancellationToken cancellation = default)
    {
        AuthProfile? profile = agent.Store.Read().StoreOrThrow().Find(profileId);
        if (profile is null || !ProfileRules.IsConfiguredAlike(profile, agent.Configuration))
            return null;

        return profile.Kind == AuthProfileKind.OAuth
            ? await ResolveSignInAsync(profile, cancellation).ConfigureAwait(false)
            : ProfileRules.IsExpiredToken(profile, Now) || profile.PlainSecret.IsBlank ? null : profile;
    }

    /// <summary>
    /// Brings the agent's own copy of a sign-in up to main's, which is used in its place while it lasts. Nothing is sent.
    /// </summary>
    /// <param name="profile">The sign-in as the agent sees it.</param>
    /// <param name="cancellation">Ends the waiting for locks.</param>
    /// <exception cref="MoltbotException">A store cannot be read, locked or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task CatchUpAsync(AuthProfile profile, CancellationToken cancellation = default)
    {
        if (profile.Kind != AuthProfileKind.OAuth || IsFresh(profile))
            return;

        StoreReading reading = agent.Store.Read();
        if (!reading.HasMain || !reading.Owns(profile.Id) || FreshIn(reading.Main, profile.Id) is not { } main || !new SignInCopy(agent, profile).IsSameAs(new SignInCopy(agent, main)))
            return;

        await renewals.RenewAsync([renewals.CopyOf(agent, profile)], one => !IsFresh(one), cancellation).ConfigureAwait(false);
    }

    private double Now => UnixTime.Now(agent.Clock);

    private async Task<AuthProfile?> ResolveSignInAsync(AuthProfile profile, CancellationToken cancellation)
    {
        if (IsFresh(profile))
            return profile;

        try
        {
            RenewedSignIn renewed = (await renewals.RenewAsync([renewals.CopyOf(agent, profile)], one => !IsFresh(one), cancellation).ConfigureAwait(false))[0];
            return renewed.ToError() is { } error ? throw error : renewed.Profile;
        }
        catch (MoltbotException)
        {
            if (await StandInAsync(profile, cancellation).ConfigureAwait(false) is { } other)
                return other;

            throw;
        }
    }

    /// <summary>What is used in the place of a sign-in that cannot be renewed: what others have done meanwhile, a sign-in that has replaced it, or main's.</summary>
    private async Task<AuthProfile?> StandInAsync(AuthProfile profile, CancellationToken cancellation)
    {
        StoreReading reading = agent.Store.Read();
        AuthProfileStore view = reading.StoreOrThrow();
        if (FreshIn(view, profile.Id) is { } renewed)
            return renewed;

        return await ReplacementAsync(view, profile, cancellation).ConfigureAwait(false) ?? TakeFromMain(reading, profile.Id, cancellation);
    }

    private async Task<AuthProfile?> ReplacementAsync(AuthProfileStore view, AuthProfile profile, CancellationToken cancellation)
    {
        if (SignIns.ReplacementId(view, profile, agent.Configuration) is not { } id || id == profile.Id)
            return null;
        if (view.Find(id) is not { } other || !SignIns.IsConfiguredAsSignIn(other, agent.Configuration))
            return null;

        try
        {
            return await ResolveAsync(id, cancellation).ConfigureAwait(false);
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

        agent.Store.Commit(StoreChange.Of(document => document.Entry(profileId).ValueKind == JsonValueKind.Undefined ? document : document.WithEntry(profileId, inherited.Json)), cancellation);
        return inherited;
    }

    private AuthProfile? FreshIn(AuthProfileStore store, string profileId) =>
        store.Find(profileId) is { Kind: AuthProfileKind.OAuth } profile && IsFresh(profile) ? profile : null;

    private bool IsFresh(AuthProfile profile) => SignIns.IsFresh(profile, Now);
}
