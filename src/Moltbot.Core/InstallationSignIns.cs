using System.Text;
using Moltbot.Core.Connecting;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Http;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Renewing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core;

/// <summary>The sign-ins of an installation, and the way to the providers that renew them. The network is opened when it is needed.</summary>
public sealed class InstallationSignIns : IDisposable
{
    private readonly MoltbotInstallation installation;
    private readonly Lazy<EndpointReplacements> endpoints;
    private readonly Lazy<HttpClient> http;

    internal InstallationSignIns(MoltbotInstallation installation, HttpMessageHandler? network)
    {
        this.installation = installation;
        endpoints = new(() => EndpointReplacements.Read(installation.Paths.EndpointsPath));
        http = new(() => network is null
            ? HttpClients.Open(installation.Environment, installation.Clock, HttpLimits.SmallAnswer)
            : new HttpClient(network, disposeHandler: false));
    }

    /// <summary>How long before its end a sign-in is renewed by those who look after it ahead of time.</summary>
    public static TimeSpan SoonExpiring { get; } = TimeSpan.FromHours(1);

    /// <summary>The sign-ins that are stored. Nothing is sent, locked or written.</summary>
    /// <param name="agent">The agent whose sign-ins are meant, those included that it inherits; <see langword="null"/> for all agents, or for the default one if profiles are named.</param>
    /// <param name="provider">The only provider, or <see langword="null"/> for all.</param>
    /// <param name="profileIds">The only profiles, or <see langword="null"/> for all.</param>
    /// <param name="expiringWithin">How long before its end a sign-in is due; <see langword="null"/> for whatever can be renewed, however long it lasts.</param>
    /// <exception cref="MoltbotException">
    /// A store cannot be read; there is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), or it is no sign-in
    /// (<see cref="ErrorCode.ProfileOfOtherKind"/>); nobody knows the provider (<see cref="ErrorCode.ProviderNotFound"/>).
    /// </exception>
    public IReadOnlyList<StoredSignIn> Find(AgentId? agent, ProviderId? provider, IReadOnlyCollection<string>? profileIds, TimeSpan? expiringWithin)
    {
        Func<AuthProfile, bool> isDue = DueWithin(expiringWithin);
        StoredSignIn[] found = [.. Find(agent, profileIds).Where(copy => provider is null || copy.Profile.Provider == provider).Select(copy => new StoredSignIn(copy, isDue(copy.Profile)))];
        if (provider is { } named && found.Length == 0)
            RequireKnown(named, agent);

        return found;
    }

    /// <summary>Renews those sign-ins that are due, each once for all agents that hold it.</summary>
    /// <param name="signIns">The sign-ins, as they were found.</param>
    /// <param name="expiringWithin">As they were looked for.</param>
    /// <param name="cancellation">Ends the waiting for locks, and what has not been sent; what is under way is stored.</param>
    /// <returns>What became of each, in the same order.</returns>
    /// <exception cref="MoltbotException">A store cannot be read or locked. Nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. What was under way is stored.</exception>
    public Task<IReadOnlyList<RenewedSignIn>> RenewAsync(IReadOnlyList<StoredSignIn> signIns, TimeSpan? expiringWithin, CancellationToken cancellation = default) =>
        NewRenewals().RenewAsync([.. signIns.Select(signIn => signIn.Copy)], DueWithin(expiringWithin), cancellation);

    /// <summary>
    /// Renews the expired sign-ins that an agent will use, before it is asked for them. What fails is reported where it is
    /// asked for.
    /// </summary>
    /// <param name="credentials">The agent's credentials.</param>
    /// <param name="providers">The providers that will be asked for.</param>
    /// <param name="profileIds">The profiles that will be asked for.</param>
    /// <param name="cancellation">Ends the waiting for locks, and what has not been sent; what is under way is stored.</param>
    /// <returns>What failed, for those who do not ask for it.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled. What was under way is stored.</exception>
    public Task<IReadOnlyList<MoltbotException>> RenewForUseAsync(AgentCredentials credentials, IEnumerable<string> providers, IEnumerable<string> profileIds, CancellationToken cancellation = default) =>
        credentials.RenewAsync(ResolverOf(credentials.Context), providers, profileIds, cancellation);

    /// <summary>Makes sure that a sign-in is possible and could be stored now. Nobody is asked, nothing is sent or changed.</summary>
    /// <exception cref="MoltbotException">The provider has no such sign-in (<see cref="ErrorCode.SignInUnavailable"/>), or why it could not be stored.</exception>
    public void CheckConnection(Agent agent, ProviderId provider, AccountOptions options, CancellationToken cancellation = default)
    {
        AccountConnection connection = new(agent.Context, options, Pending);
        connection.Check(connection.Find(provider), cancellation);
    }

    /// <summary>Signs in at a provider, and stores the sign-in as a profile of an agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="options">How it goes.</param>
    /// <param name="conversation">The person.</param>
    /// <param name="cancellation">Ends it; a sign-in that was made is kept then (<see cref="ErrorCode.Interrupted"/>).</param>
    /// <returns>What was written, and what still stands in the way of its use.</returns>
    /// <exception cref="MoltbotException">
    /// The provider has no such sign-in (<see cref="ErrorCode.SignInUnavailable"/>), it could not be stored, so nobody was asked, or
    /// why it did not work. A sign-in that was made and could not be stored is kept, and the error says where.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ImportedProfile> ConnectAsync(Agent agent, ProviderId provider, AccountOptions options, ISignInConversation conversation, CancellationToken cancellation = default)
    {
        AccountConnection connection = new(agent.Context, options, Pending);
        SignInProvider known = connection.Find(provider);
        connection.Check(known, cancellation);
        SignInSurroundings surroundings = new(NewMessages(), installation.Environment, conversation, new LoopbackListener(installation.Clock), installation.Clock)
        {
            Kernel = installation.Environment.Platform == OperatingSystemKind.Linux ? NameOfKernel() : "",
            NoBrowser = options.NoBrowser,
        };
        SignedIn signedIn = await connection.SignInAsync(known, surroundings, cancellation).ConfigureAwait(false);
        return connection.Store(signedIn, cancellation);
    }

    /// <summary>Whether there are sign-ins that were made and could not be stored then.</summary>
    public bool HasPending => Pending.Waiting.Count > 0;

    /// <summary>Stores the sign-ins that were made and could not be stored then.</summary>
    /// <returns>Those that are stored now.</returns>
    /// <exception cref="MoltbotException">One of them still cannot be stored, and waits on.</exception>
    public IReadOnlyList<ImportedProfile> StorePending(CancellationToken cancellation = default)
    {
        List<ImportedProfile> stored = [];
        foreach (string path in Pending.Waiting)
        {
            PendingSignIn waiting = PendingSignIns.Read(path);
            stored.Add(new AccountConnection(installation.GetAgent(waiting.Agent.Value).Context, waiting.Options, Pending).StorePending(waiting, cancellation));
            PendingSignIns.Forget(path);
        }

        return stored;
    }

    /// <summary>Ends a sign-in at its provider. It stays stored.</summary>
    /// <param name="agent">The agent that has it.</param>
    /// <param name="profileId">The profile.</param>
    /// <param name="isGivenUp">Whether the caller removes it even if the provider does not end it, so that the error does not say that it stays.</param>
    /// <param name="cancellation">Ends the waiting for the provider.</param>
    /// <exception cref="MoltbotException">
    /// There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), it is no sign-in (<see cref="ErrorCode.ProfileOfOtherKind"/>), or
    /// why the provider did not end it.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RevokeAsync(Agent agent, string profileId, bool isGivenUp, CancellationToken cancellation = default)
    {
        AuthProfile profile = RequireSignIn(agent.Context.Profile(profileId));
        if (profile.IsLeftToGateway)
            throw AccountErrors.NotEndedHere(profile);

        if (await new TokenRevocation(NewMessages()).RevokeAsync(profile, cancellation).ConfigureAwait(false) is not { } failure)
            return;

        MoltbotException error = failure.ToException(profileId);
        throw isGivenUp ? error : error.With(AccountErrors.StillStored(profileId));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (http.IsValueCreated)
            http.Value.Dispose();
    }

    /// <summary>Takes the access tokens of one agent's sign-ins, and renews them where they have expired.</summary>
    internal SignInResolver ResolverOf(AgentContext agent) => new(agent, NewRenewals());

    private PendingSignIns Pending => new(installation.Paths.PendingSignInsDirectory);

    private OAuthMessages NewMessages() => new(http.Value, installation.Environment, installation.Clock, endpoints.Value);

    private SignInRenewals NewRenewals() => new([.. installation.ContextsIn(new())], new RenewalRecords(installation.Paths.RenewalsDirectory), SendAsync, installation.Clock);

    private Task<Renewal> SendAsync(AuthProfile profile, CancellationToken cancellation)
    {
        return new TokenRenewal(NewMessages(), installation.Environment, installation.Clock).RenewAsync(profile, cancellation);
    }

    private IEnumerable<SignInCopy> Find(AgentId? agent, IReadOnlyCollection<string>? profileIds)
    {
        SignInRenewals renewals = NewRenewals();
        if (agent is null && profileIds is null)
            return renewals.Copies();

        AgentContext context = installation.GetAgent(agent?.Value).Context;
        IEnumerable<AuthProfile> profiles = profileIds?.Select(context.Profile) ?? context.View.Profiles.Where(profile => profile.Kind == AuthProfileKind.OAuth);
        return profiles.Select(RequireSignIn).Select(profile => renewals.CopyOf(context, profile));
    }

    private static string NameOfKernel()
    {
        try
        {
            return Encoding.UTF8.GetString(SharedFile.Read("/proc/version", FileLimit.Record) ?? []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nobody may know, what is usual is right.
            return "";
        }
    }

    /// <summary>A name with a slip in it must not look like a provider whose sign-ins are all well.</summary>
    private void RequireKnown(ProviderId provider, AgentId? agent)
    {
        NameCandidates candidates = new(installation, agent?.Value);
        string[] names = [.. candidates.Providers.Concat(candidates.SignInProviders).Select(candidate => candidate.Name)];
        if (!names.Contains(provider.Value, StringComparer.Ordinal))
            throw RenewalErrors.UnknownProvider(provider, names);
    }

    private static AuthProfile RequireSignIn(AuthProfile profile) => profile.Kind == AuthProfileKind.OAuth ? profile : throw new MoltbotException(
        ErrorCode.ProfileOfOtherKind, $"The profile {profile.Id} is no sign-in, so there is nothing to renew or to end. Name one that is of the kind oauth.") { Subject = profile.Id };

    private Func<AuthProfile, bool> DueWithin(TimeSpan? expiringWithin) => expiringWithin is not { } within
        ? profile => !profile.Refresh.IsBlank
        : profile => !SignIns.IsFresh(profile, UnixTime.Now(installation.Clock) + within.TotalMilliseconds);
}
