using Moltbot.Core.Http;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Probing;

/// <summary>Probes credentials that are not stored, for operations of one agent that depend on the answer.</summary>
/// <param name="context">The agent.</param>
/// <param name="options">How it is probed.</param>
/// <param name="prober">Who asks.</param>
/// <param name="replacements">Other addresses in the place of providers' own.</param>
internal sealed class SecretProber(AgentContext context, ProbeOptions options, CredentialProber prober, EndpointReplacements replacements)
{
    /// <summary>Asks a provider about a credential.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<CredentialProbe> ProbeAsync(ProviderId provider, Secret secret, AuthProfileKind kind, CancellationToken cancellation)
    {
        ProbeEndpoint endpoint = new(provider.Value, context.Configuration, context.Environment, replacements);
        string? model = new ProbeModels(context.Configuration, options.Models).Of(endpoint);
        ProbeOutcome outcome = await AskAsync(endpoint, secret, kind == AuthProfileKind.OAuth, model, cancellation).ConfigureAwait(false);
        return new CredentialProbe(outcome)
        {
            StateDirectory = context.StateDirectory,
            Agent = context.Id.Value,
            Provider = provider.Value,
            Label = secret.Mask(),
            Source = "given",
            Mode = CredentialModes.Of(kind),
            NextStep = ProbeAdvice.For(provider, outcome, context.Environment.FrontEnd),
        };
    }

    private async Task<ProbeOutcome> AskAsync(ProbeEndpoint endpoint, Secret secret, bool isSignIn, string? model, CancellationToken cancellation)
    {
        using ProbeDeadline deadline = new(options.Timeout, context.Clock, cancellation);
        long start = context.Clock.GetTimestamp();
        try
        {
            return await prober.AskAsync(endpoint, secret, isSignIn, model, options, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsUp)
        {
            return ProbeOutcome.TimedOut(options, context.Clock.GetElapsedTime(start));
        }
    }
}
