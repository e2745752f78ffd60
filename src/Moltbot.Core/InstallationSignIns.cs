using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Renewing;
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

    /// <summary>Renews sign-ins that have expired or soon will, each once for all agents that hold it.</summary>
    /// <param name="agent">The only agent whose sign-ins are looked at, or <see langword="null"/> for all.</param>
    /// <param name="provider">The only provider, or <see langword="null"/> for all.</param>
    /// <param name="profileIds">The only profiles, or <see langword="null"/> for all.</param>
    /// <param name="expiringWithin">How long before its end a sign-in is renewed; <see langword="null"/> to renew whatever can be, expired or not.</param>
    /// <param name="cancellation">Ends the waiting for locks, and what has not been sent; what is under way is stored.</param>
    /// <returns>Each sign-in that was looked at, in the order of the stores, and what became of it.</returns>
    /// <exception cref="MoltbotException">
    /// A store cannot be read or locked; there is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), or it is no sign-in
    /// (<see cref="ErrorCode.ProfileOfOtherKind"/>). Nothing was sent.
    /// </exception>
    public Task<IReadOnlyList<RenewedSignIn>> RenewAsync(
        AgentId? agent, ProviderId? provider, IReadOnlyCollection<string>? profileIds, TimeSpan? expiringWithin, CancellationToken cancellation = default) =>
        NewRenewals().RenewAsync(Find(agent, provider, profileIds), DueWithin(expiringWithin), cancellation);

    /// <summary>The sign-ins that <see cref="RenewAsync"/> would send to their providers now; nothing is sent, locked or written.</summary>
    /// <exception cref="MoltbotException">As there.</exception>
    public IReadOnlyList<RenewedSignIn> FindDue(AgentId? agent, ProviderId? provider, IReadOnlyCollection<string>? profileIds, TimeSpan? expiringWithin)
    {
        Func<AuthProfile, bool> isDue = DueWithin(expiringWithin);
        return [.. Find(agent, provider, profileIds).Where(copy => isDue(copy.Profile)).Select(copy => new RenewedSignIn(copy, RenewalOutcome.Current, [copy.Agent.Id.Value]))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (http.IsValueCreated)
            http.Value.Dispose();
    }

    /// <summary>Takes the access tokens of one agent's sign-ins, and renews them where they have expired.</summary>
    internal SignInResolver ResolverOf(AgentContext agent) => new(agent, NewRenewals());

    private SignInRenewals NewRenewals() => new([.. installation.ContextsIn(new())], new RenewalRecords(installation.Paths.RenewalsDirectory), SendAsync, installation.Clock);

    private Task<Renewal> SendAsync(AuthProfile profile, CancellationToken cancellation)
    {
        OAuthMessages messages = new(http.Value, installation.Environment, installation.Clock, endpoints.Value);
        return new TokenRenewal(messages, installation.Environment, installation.Clock).RenewAsync(profile, cancellation);
    }

    private SignInCopy[] Find(AgentId? agent, ProviderId? provider, IReadOnlyCollection<string>? profileIds)
    {
        SignInRenewals renewals = NewRenewals();
        if (agent is null && profileIds is null)
            return [.. renewals.Copies().Where(copy => IsOf(copy.Profile, provider))];

        AgentContext context = installation.GetAgent(agent?.Value).Context;
        IEnumerable<AuthProfile> profiles = profileIds?.Select(context.Profile) ?? context.View.Profiles.Where(profile => profile.Kind == AuthProfileKind.OAuth);
        return [.. profiles.Select(RequireSignIn).Where(profile => IsOf(profile, provider)).Select(profile => renewals.CopyOf(context, profile))];
    }

    private static AuthProfile RequireSignIn(AuthProfile profile) => profile.Kind == AuthProfileKind.OAuth ? profile : throw new MoltbotException(
        ErrorCode.ProfileOfOtherKind, $"The profile {profile.Id} is no sign-in, so there is nothing to renew. Name one that is of the kind oauth.") { Subject = profile.Id };

    private static bool IsOf(AuthProfile profile, ProviderId? provider) => provider is null || profile.Provider == provider;

    private Func<AuthProfile, bool> DueWithin(TimeSpan? expiringWithin) => expiringWithin is not { } within
        ? profile => !profile.Refresh.IsBlank
        : profile => !SignIns.IsFresh(profile, UnixTime.Now(installation.Clock) + within.TotalMilliseconds);
}
