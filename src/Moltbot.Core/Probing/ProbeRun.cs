using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Renewing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Probing;

/// <summary>
/// Probes credentials of one agent: providers side by side, the targets of one provider one after another, each until its
/// own limit. Nothing is written, except that an expired sign-in is renewed.
/// </summary>
/// <param name="context">The agent.</param>
/// <param name="options">How it is probed.</param>
/// <param name="prober">Who asks.</param>
/// <param name="signIns">Who renews.</param>
/// <param name="fetch">Fetches secrets that are kept elsewhere, in one pass.</param>
internal sealed class ProbeRun(
    AgentContext context, ProbeOptions options, CredentialProber prober, SignInResolver signIns, Func<IReadOnlyList<SecretReference>, Task<IReadOnlyList<FetchedSecret>>> fetch)
{
    /// <summary>Requests of one host do not all begin in the same moment.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly object writing = new();
    private readonly List<Task> renewals = [];

    /// <summary>Probes targets.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="asking">Is told the name of what is asked about, before each; by one thread at a time.</param>
    /// <param name="told">Is told each result as it comes; by one thread at a time.</param>
    /// <param name="cancellation">Ends it at once. What is known by then is told.</param>
    /// <returns>What is known, in the order of the targets, with what was not asked first.</returns>
    public async Task<IReadOnlyList<CredentialProbe>> RunAsync(IReadOnlyList<ProbeTarget> targets, Action<string> asking, Action<CredentialProbe> told, CancellationToken cancellation)
    {
        Dictionary<ProbeTarget, CredentialProbe> results = [];
        foreach (ProbeTarget skipped in targets.Where(target => target.Skipped is not null))
            Tell(skipped, new ProbeOutcome(skipped.Skipped!, options.Level));

        ProbeTarget[] asked = [.. targets.Where(target => target.Skipped is null)];
        Lazy<Task<Dictionary<SecretReference, FetchedSecret>>> secrets = new(() => FetchAsync(asked));
        using SemaphoreSlim free = new(Math.Clamp(options.ThrottleLimit, 1, ProbeOptions.MostAtOnce));
        await Task.WhenAll(asked.GroupBy(target => target.Lane).Select(lane => RunAsync([.. lane]))).ConfigureAwait(false);

        // A refresh token that is on its way is worthless afterwards: what came of it has to be stored, however late.
        await Task.WhenAll(renewals).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. targets.Where(results.ContainsKey).OrderBy(target => target.Skipped is null).Select(target => results[target])];

        async Task RunAsync(ProbeTarget[] lane)
        {
            try
            {
                await free.WaitAsync(cancellation).ConfigureAwait(false);
                try
                {
                    foreach (ProbeTarget target in lane)
                    {
                        if (target != lane[0])
                            await Task.Delay(LongestPause * Random.Shared.NextDouble(), context.Clock, cancellation).ConfigureAwait(false);

                        lock (writing)
                            asking($"{target.Endpoint.Provider} ({target.Label})");

                        Tell(target, await AskAsync(target, secrets, cancellation).ConfigureAwait(false));
                    }
                }
                finally
                {
                    free.Release();
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // What is known by now is told.
            }
        }

        void Tell(ProbeTarget target, ProbeOutcome outcome)
        {
            lock (writing)
            {
                CredentialProbe probe = ResultOf(target, outcome);
                results[target] = probe;
                told(probe);
            }
        }
    }

    private async Task<ProbeOutcome> AskAsync(ProbeTarget target, Lazy<Task<Dictionary<SecretReference, FetchedSecret>>> secrets, CancellationToken cancellation)
    {
        using ProbeDeadline deadline = new(options.Timeout, context.Clock, cancellation);
        long start = context.Clock.GetTimestamp();
        try
        {
            Secret secret = target.Planned.Step switch
            {
                CredentialStep.NeedsSecret needed => (await deadline.WaitForAsync(secrets.Value).ConfigureAwait(false))[needed.Reference].ValueOrThrow(),
                CredentialStep.NeedsRefresh needed => await RenewAsync(needed.Profile, deadline).ConfigureAwait(false),
                CredentialStep.Ready ready => ready.Value!.Value,
                _ => default,
            };
            return await prober.AskAsync(target.Endpoint, secret, target.Planned.Mode == CredentialMode.OAuth, target.Model, options, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsUp)
        {
            return ProbeOutcome.TimedOut(options, context.Clock.GetElapsedTime(start));
        }
        catch (MoltbotException error)
        {
            return new ProbeOutcome(VerdictOf(target, error), options.Level);
        }
    }

    /// <summary>What it means that a secret could not be had.</summary>
    private ProbeVerdict VerdictOf(ProbeTarget target, MoltbotException error)
    {
        string message = error.MessageIn(context.Environment.FrontEnd);
        return target.Planned.Step is CredentialStep.NeedsSecret
            ? new ProbeVerdict(ProbeState.Skipped, "unresolved_ref", message)
            : error.Code switch
            {
                ErrorCode.RefreshTokenRejected or ErrorCode.ClientRejected or ErrorCode.RefreshNeeded => new ProbeVerdict(ProbeState.Auth, "expired", message),
                ErrorCode.HostUnreachable or ErrorCode.ProxyRefused or ErrorCode.CertificateNotTrusted => new ProbeVerdict(ProbeState.Network, "refresh_failed", message),
                ErrorCode.NoAnswer => new ProbeVerdict(ProbeState.Timeout, "refresh_failed", message),
                _ => new ProbeVerdict(ProbeState.Unknown, "refresh_failed", message),
            };
    }

    private async Task<Secret> RenewAsync(AuthProfile profile, ProbeDeadline deadline)
    {
        Task<AuthProfile?> renewal = signIns.ResolveAsync(profile.Id, deadline.Token);
        lock (writing)
            renewals.Add(renewal);

        return await deadline.WaitForAsync(renewal).ConfigureAwait(false) is { } renewed ? SignIns.KeyOf(renewed) : throw CredentialErrors.RefreshNeeded(profile.Id);
    }

    /// <summary>All that is wanted at once, so that a vault is opened and a program started once.</summary>
    private async Task<Dictionary<SecretReference, FetchedSecret>> FetchAsync(IEnumerable<ProbeTarget> targets)
    {
        SecretReference[] references = [.. targets.Select(target => target.Planned.Step).OfType<CredentialStep.NeedsSecret>().Select(step => step.Reference).Distinct()];
        IReadOnlyList<FetchedSecret> fetched = await fetch(references).ConfigureAwait(false);
        return references.Zip(fetched).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private CredentialProbe ResultOf(ProbeTarget target, ProbeOutcome outcome) => new(outcome)
    {
        StateDirectory = context.StateDirectory,
        Agent = context.Id.Value,
        Provider = target.Endpoint.Provider.Value,
        ProfileId = target.Planned.ProfileId,
        Label = target.Label,
        Source = target.Planned.Source,
        Mode = target.Planned.Mode,
        IsInUse = target.IsInUse,
        UnusableUntil = target.Planned.Unusable is null ? null : UnixTime.ToDateTime(target.Planned.Usage.UnusableUntil),
        NextStep = ProbeAdvice.For(target.Endpoint.Provider, outcome, context.Environment.FrontEnd),
    };
}
