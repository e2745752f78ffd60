using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Quotas;
using Moltbot.Core.Renewing;
using Moltbot.Core.Resolving;

namespace Moltbot.Core;

/// <summary>How much of an agent's plans is left: which providers are asked and with what, and the way to them.</summary>
public sealed class AgentUsage : IDisposable
{
    private const long LargestAnswer = 1024 * 1024;

    /// <summary>What people wait for who have asked for something else (docs/gateway/usage.md §2).</summary>
    private static readonly TimeSpan ShortLimit = TimeSpan.FromSeconds(3.5);

    private readonly MoltbotInstallation installation;
    private readonly AgentContext agent;
    private readonly IReadOnlyList<QuotaChoice> choices;
    private readonly TimeSpan limit;
    private readonly InstallationSignIns signIns;
    private readonly HttpMessageHandler? network;

    private AgentUsage(MoltbotInstallation installation, AgentContext agent, IReadOnlyList<QuotaChoice> choices, TimeSpan limit, HttpMessageHandler? network)
    {
        this.installation = installation;
        this.agent = agent;
        this.choices = choices;
        this.limit = limit;
        this.network = network;
        signIns = installation.OpenSignIns(network);
    }

    /// <summary>The providers that will be asked, in the order in which they are shown.</summary>
    public IReadOnlyList<ProviderId> Providers => [.. choices.Select(choice => choice.Provider.Provider)];

    /// <summary>
    /// Why providers that were named are not among them: they tell nothing (<see cref="ErrorCode.InvalidArgument"/>), or there is no
    /// credential for them (<see cref="ErrorCode.CredentialNotFound"/>).
    /// </summary>
    public IReadOnlyList<MoltbotException> Problems { get; private init; } = [];

    /// <summary>Asks the providers, all at the same time and each within the limit.</summary>
    /// <param name="cancellation">Ends the waiting. What is being renewed is stored.</param>
    /// <returns>What each says; that one cannot be asked is a result. In the order of <see cref="Providers"/>.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.EndpointsInvalid"/>: it is not known where requests are to go.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<ProviderUsage>> AskAsync(CancellationToken cancellation = default)
    {
        if (choices.Count == 0)
            return [];

        EndpointReplacements replacements = EndpointReplacements.Read(installation.Paths.EndpointsPath);
        HttpLimits limits = new(Connect: limit, Whole: limit, LargestAnswer) { MayRetry = limit > ShortLimit };
        using HttpClient http = network is null
            ? HttpClients.Open(installation.Environment, installation.Clock, limits)
            : HttpClients.Over(network, installation.Clock, limits);
        SignInResolver resolver = signIns.ResolverOf(agent);
        QuotaQuestion question = new(new QuotaMessages(http, replacements, installation.Environment), installation.Environment, resolver.ResolveAsync);
        DateTimeOffset now = installation.Clock.GetUtcNow();
        return await Task.WhenAll(choices.Select(async choice => ProviderUsage.Of(
            agent.StateDirectory, agent.Id.Value, choice.Provider, await AskAsync(question, choice, cancellation).ConfigureAwait(false), now))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => signIns.Dispose();

    /// <summary>Finds out whom to ask with what.</summary>
    /// <exception cref="MoltbotException">A store cannot be read.</exception>
    internal static AgentUsage Prepare(MoltbotInstallation installation, AgentContext agent, UsageOptions options, SecretResolver secrets, HttpMessageHandler? network)
    {
        IEnumerable<QuotaProvider> asked = QuotaProvider.All.Where(known => options.Providers?.Contains(known.Provider) ?? true);
        IReadOnlyList<QuotaChoice> found = new QuotaCredentials(agent, secrets, mayRenew: !options.NoRefresh).Choose(asked);
        return new AgentUsage(installation, agent, found, options.Limit, network)
        {
            Problems = [.. (options.Providers ?? []).Where(named => !found.Any(choice => choice.Provider.Provider == named)).Select(QuotaErrors.NotAsked)],
        };
    }

    /// <summary>
    /// The same for somebody who has asked for the status: only those of which there is a sign-in or a token, with what is
    /// there without renewing, fetching or changing anything.
    /// </summary>
    /// <returns><see langword="null"/> when nobody is to be asked.</returns>
    internal static AgentUsage? PrepareGlance(MoltbotInstallation installation, AgentContext agent, ProviderId? provider, HttpMessageHandler? network)
    {
        if (OfflineHosts.IsOffline(installation.Environment) || agent.Reading.Errors.Count > 0)
            return null;

        QuotaProvider[] asked = [.. QuotaCredentials.WithSignIn(agent.View).Where(known => provider is null || known.Provider == provider)];
        return asked.Length == 0 ? null : new AgentUsage(
            installation, agent, new QuotaCredentials(agent, SecretResolver.None, mayRenew: false).Choose(asked), ShortLimit, network);
    }

    private async Task<QuotaReading> AskAsync(QuotaQuestion question, QuotaChoice choice, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(limit, installation.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await question.AskAsync(choice, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return QuotaReading.Failed(QuotaAnswer.Timeout);
        }
    }
}
