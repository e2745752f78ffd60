using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core;

/// <summary>Asks providers whether they accept an installation's credentials. The network is opened when it is needed.</summary>
public sealed class InstallationProbes : IDisposable
{
    private readonly MoltbotInstallation installation;
    private readonly Lazy<EndpointReplacements> endpoints;
    private readonly Lazy<HttpClient> http;
    private readonly InstallationSignIns signIns;

    internal InstallationProbes(MoltbotInstallation installation, HttpMessageHandler? network)
    {
        this.installation = installation;
        endpoints = new(() => EndpointReplacements.Read(installation.Paths.EndpointsPath));
        http = new(() => HttpClients.OpenUnwatched(installation.Environment, network));
        signIns = new InstallationSignIns(installation, network);
    }

    /// <summary>
    /// Probes the credentials of an agent. Nothing is written, except that expired sign-ins are renewed where
    /// <see cref="ProbeOptions.NoRefresh"/> does not say otherwise.
    /// </summary>
    /// <param name="agent">The agent.</param>
    /// <param name="selection">Which of its credentials.</param>
    /// <param name="options">How.</param>
    /// <param name="fetch">Fetches all secrets that are kept elsewhere, and need not end before the limit of a target.</param>
    /// <param name="asking">Is told the name of what is asked about, before each; by one thread at a time.</param>
    /// <param name="told">Is told each result as it comes; by one thread at a time.</param>
    /// <param name="cancellation">Ends it at once; what is known by then is in the report.</param>
    /// <exception cref="MoltbotException">A store, or what replaces addresses, cannot be read.</exception>
    public async Task<ProbeReport> ProbeAsync(
        Agent agent,
        ProbeSelection selection,
        ProbeOptions options,
        Func<IReadOnlyList<SecretReference>, Task<IReadOnlyList<FetchedSecret>>> fetch,
        Action<string>? asking = null,
        Action<CredentialProbe>? told = null,
        CancellationToken cancellation = default)
    {
        DateTimeOffset start = installation.Clock.GetUtcNow();
        AgentContext context = agent.Context;
        IReadOnlyList<ProbeTarget> targets = new ProbeTargets(context, options, endpoints.Value).Find(selection);
        ProbeRun run = new(context, options, NewProber(), signIns.ResolverOf(context), fetch);
        IReadOnlyList<CredentialProbe> results = await run.RunAsync(targets, asking ?? (_ => { }), told ?? (_ => { }), cancellation).ConfigureAwait(false);
        return new ProbeReport(results, options, selection, start, installation.Clock.GetUtcNow(), IsComplete: results.Count == targets.Count);
    }

    /// <summary>Probes a credential that is not stored, as one that is about to replace another.</summary>
    /// <param name="agent">The agent that would have it.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="secret">The credential.</param>
    /// <param name="kind">What kind it would be.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="MoltbotException">What replaces addresses cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<CredentialProbe> ProbeAsync(Agent agent, ProviderId provider, Secret secret, AuthProfileKind kind, ProbeOptions options, CancellationToken cancellation = default) =>
        ProberOf(agent.Context, options).ProbeAsync(provider, secret, kind, cancellation);

    /// <summary>Those results that say something of a stored profile.</summary>
    public static IEnumerable<CredentialProbe> WorthRecording(IEnumerable<CredentialProbe> results) => results.Where(result => result.IsLearntFrom);

    /// <summary>What is remembered of the use of profiles, as if they had been used: what has worked is the last that did, what was refused rests.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="results">The results; those that say nothing of a profile change nothing.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <exception cref="MoltbotException">The store cannot be read, locked or written.</exception>
    public static void Record(Agent agent, IEnumerable<CredentialProbe> results, CancellationToken cancellation = default)
    {
        foreach (CredentialProbe result in WorthRecording(results))
        {
            if (result.Outcome.Reason is { } reason)
                agent.ProfileUsage.Failed(result.ProfileId!, reason, cancellation);
            else
                agent.ProfileUsage.Succeeded(result.ProfileId!, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        signIns.Dispose();
        if (http.IsValueCreated)
            http.Value.Dispose();
    }

    /// <summary>What probes one credential at a time, for operations that depend on the answer.</summary>
    internal SecretProber ProberOf(AgentContext context, ProbeOptions options) => new(context, options, NewProber(), endpoints.Value);

    private CredentialProber NewProber()
    {
        ProbeConnection connection = new(http.Value, installation.Environment, installation.Clock);
        return new CredentialProber(connection, new PublicLists(connection));
    }
}
