using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Connecting;

/// <summary>
/// Signs in at a provider and stores the sign-in. That it can be stored is found out before a person is troubled, and what
/// cannot be stored afterwards is kept beside the stores, because nobody wants to sign in twice.
/// </summary>
/// <param name="agent">The agent that gets the sign-in.</param>
/// <param name="options">How it goes.</param>
/// <param name="pending">The sign-ins that wait to be stored.</param>
internal sealed class AccountConnection(AgentContext agent, AccountOptions options, PendingSignIns pending)
{
    /// <summary>The id that is not stored, only tried.</summary>
    private const string Rehearsal = "moltbot:rehearsal";

    /// <summary>How long the store is still waited for once a sign-in that was made is interrupted.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Whether a gateway of today gets the sign-in.</summary>
    private bool IsOfToday => agent.Reading.Store.IsOfToday;

    /// <summary>The provider's entry in the table of sign-ins.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SignInUnavailable"/>: it has no sign-in, or not of the wanted kind.</exception>
    public SignInProvider Find(ProviderId provider)
    {
        if (IsOfToday && TodaySignIn.Find(provider) is null)
            throw AccountErrors.NoSignInToday(provider);
        if ((IsOfToday ? TodaySignIn.Find(provider) : SignInProvider.Find(provider)) is not { Kind: not SignInKind.None } known)
            throw AccountErrors.NoSignIn(provider);
        if (options.UseDeviceCode && known.Device is null)
            throw AccountErrors.NoDeviceCode(known);
        if (IsOfToday && options.SetDefaultModel && known.Configuration.TodayModel is null)
            throw AccountErrors.NoModelToday(known);

        return known;
    }

    /// <summary>Makes sure that a sign-in could be stored now. Nothing is changed.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="cancellation">Ends the waiting for locks.</param>
    /// <exception cref="MoltbotException">As <see cref="ProfileImport.Check"/>, or the store cannot be locked.</exception>
    public void Check(SignInProvider provider, CancellationToken cancellation)
    {
        InstallationLayout.Of(agent.Paths).MayKeep.Require();
        agent.Reading.MayWrite.Require();
        agent.View.Find(Rehearsal);
        if (!options.Import.NoConfig)
            agent.ConfigurationFile.Require();

        if (IsOfToday)
            ImportToday(provider, options).Rehearse(new NewProfile(options.ProfileId ?? Rehearsal, provider.TodayProvider!, AuthProfileKind.OAuth, default) { Entry = new() { ["type"] = "oauth", ["provider"] = provider.TodayProvider!.Value } }, cancellation);
        else
            agent.Store.Rehearse(StoreChange.Of(own => own.WithEntry(Rehearsal, JsonText.ToElement(new JsonObject { ["type"] = "oauth" }))), cancellation);
    }

    /// <summary>Signs in.</summary>
    /// <exception cref="MoltbotException">Why it did not work, and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<SignedIn> SignInAsync(SignInProvider provider, SignInSurroundings surroundings, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(options.Timeout ?? Timeout.InfiniteTimeSpan, agent.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return provider.Code is null || options.UseDeviceCode
                ? await new DeviceCodeSignIn(provider, surroundings).RunAsync(either.Token).ConfigureAwait(false)
                : await new BrowserSignIn(provider, surroundings).RunAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw AccountErrors.TimedOut(provider, options.Timeout!.Value);
        }
    }

    /// <summary>Stores a sign-in, and enters it in the configuration.</summary>
    /// <returns>What was written, and what still stands in the way of its use.</returns>
    /// <exception cref="MoltbotException">As <see cref="ProfileImport.Run"/>; the sign-in is kept then, and the error says where.</exception>
    public ImportedProfile Store(SignedIn signedIn, CancellationToken cancellation)
    {
        if (IsOfToday)
            signedIn = TodaySignIn.Of(signedIn);

        PendingSignIn waiting = new(agent.Id, options.ProfileId ?? IdOf(signedIn), signedIn, options);
        string path = pending.Keep(waiting);
        using CancellationTokenSource patience = new(Timeout.InfiniteTimeSpan, agent.Clock);
        using CancellationTokenRegistration interruption = cancellation.Register(() => patience.CancelAfter(Grace));
        try
        {
            ImportedProfile imported = StorePending(waiting, patience.Token);
            PendingSignIns.Forget(path);
            return imported;
        }
        catch (MoltbotException error)
        {
            throw error.With($"The sign-in is kept in {path}; {NextSteps.RefreshSignIns} stores it once that is possible.");
        }
        catch (OperationCanceledException)
        {
            throw new MoltbotException(ErrorCode.Interrupted, $"Interrupted before the sign-in was stored. It is kept in {path}; {NextSteps.RefreshSignIns} stores it.") { Path = path };
        }
    }

    /// <summary>A sign-in whose id does not name the account must not take the place of another account's.</summary>
    private string IdOf(SignedIn signedIn) =>
        AccountOf(JsonText.ToElement(signedIn.Entry)) is { } account
        && agent.Store.Read().Store.Find(signedIn.ProfileId) is { Kind: AuthProfileKind.OAuth } stored
        && AccountOf(stored.Json) is { } other
        && other != account
            ? $"{signedIn.StoredFor}:{account}"
            : signedIn.ProfileId;

    private static string? AccountOf(JsonElement entry) => entry.Member("accountId").AsText() is { Length: > 0 } account ? account : null;

    /// <summary>Stores a sign-in that waited, be it for a gateway of January that today's has followed.</summary>
    public ImportedProfile StorePending(PendingSignIn waiting, CancellationToken cancellation)
    {
        if (IsOfToday)
        {
            SignedIn ofToday = TodaySignIn.Of(waiting.SignedIn);
            return ImportToday(ofToday.Provider, waiting.Options).Run(ToProfile(ofToday, TodaySignIn.IdOf(waiting.ProfileId, ofToday.Provider)), cancellation);
        }

        SignedIn signedIn = waiting.SignedIn;
        return new ProfileImport(agent, waiting.Options.Import, configuration =>
        [
            .. SignInConfigurationChanges.Prepare(configuration, signedIn),
            .. waiting.Options.SetDefaultModel ? SignInConfigurationChanges.MakeDefault(configuration, signedIn.Provider) : (IReadOnlyList<ConfigurationChange>)[],
        ]).Run(ToProfile(signedIn, waiting.ProfileId), cancellation);
    }

    private ProfileImport ImportToday(SignInProvider provider, AccountOptions wanted) =>
        new(agent, wanted.Import, configuration => SignInConfigurationChanges.PrepareToday(configuration, provider, wanted.SetDefaultModel)) { IsPutFirst = true };

    private static NewProfile ToProfile(SignedIn signedIn, string profileId)
    {
        AuthProfile read = AuthProfile.ReadUnchecked(profileId, JsonText.ToElement(signedIn.Entry))!;
        return new NewProfile(profileId, signedIn.StoredFor, read.Kind, read.PlainSecret)
        {
            Entry = signedIn.Entry,
            Expires = read.Expires is { } expires ? (long)expires : null,
            Email = read.Email,
        };
    }
}
