using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Probing;

/// <summary>Asks one provider about one credential.</summary>
/// <param name="connection">The network.</param>
/// <param name="lists">What is known of the run's free questions.</param>
internal sealed class CredentialProber(ProbeConnection connection, PublicLists lists)
{
    private const int RaisedLimit = 16;
    private const string SubscriptionToken = "sk-ant-oat";

    private static readonly string[] NotTaken = ["unsupported", "unrecognized", "unknown", "unexpected", "extra", "not permitted", "not allowed", "not supported"];

    /// <summary>Whether a credential is a token of a subscription that only Claude Code may use.</summary>
    public static bool IsSubscription(ProviderId provider, Secret secret, bool isSignIn) =>
        secret.Reveal().Contains(SubscriptionToken, StringComparison.Ordinal) || (isSignIn && provider.Value == "anthropic");

    /// <summary>Asks.</summary>
    /// <param name="endpoint">Where and how.</param>
    /// <param name="secret">The credential.</param>
    /// <param name="isSignIn">Whether it is the access token of a sign-in.</param>
    /// <param name="model">The model to ask where models are asked; <see langword="null"/> where none is known.</param>
    /// <param name="options">How much is asked.</param>
    /// <param name="deadline">Until when.</param>
    /// <exception cref="OperationCanceledException">The time was up, or it was cancelled.</exception>
    public async Task<ProbeOutcome> AskAsync(ProbeEndpoint endpoint, Secret secret, bool isSignIn, string? model, ProbeOptions options, ProbeDeadline deadline)
    {
        bool isSubscription = IsSubscription(endpoint.Provider, secret, isSignIn);
        ProbeLevel level = options.Level == ProbeLevel.Completion && endpoint.AsksModels && !isSubscription ? ProbeLevel.Completion : ProbeLevel.List;
        if (endpoint.NotAsked is { } reason)
            return new ProbeOutcome(new ProbeVerdict(ProbeState.Skipped, "not_probed", reason), level);
        if (level == ProbeLevel.Completion && model is null)
            return new ProbeOutcome(new ProbeVerdict(ProbeState.Skipped, "no_model", "No model available for probe"), level);

        string credential = CredentialIn(secret);
        if (!credential.All(c => c is >= ' ' and <= '~'))
            return new ProbeOutcome(new ProbeVerdict(ProbeState.Skipped, "invalid_credential", "there are characters in it that no request can carry"), level);

        ProbeOutcome outcome = level == ProbeLevel.List
            ? await ListAsync(endpoint, credential, isSubscription, options.Timeout, deadline).ConfigureAwait(false)
            : await CompleteAsync(endpoint, credential, model!, options.MaxTokens, deadline).ConfigureAwait(false);
        return outcome with { IsSubscription = isSubscription };
    }

    private async Task<ProbeOutcome> ListAsync(ProbeEndpoint endpoint, string credential, bool isSubscription, TimeSpan timeout, ProbeDeadline deadline)
    {
        ListQuestion? list = endpoint.List(isSubscription);
        if (list is null or { Proof: ListProof.Nothing })
            return new ProbeOutcome(new ProbeVerdict(ProbeState.Unknown, "list_unsupported", "the provider has no free question that tells a good key from a bad one"), ProbeLevel.List);

        Task<bool?>? isPublic = list.Proof == ListProof.UnlessPublic ? lists.AskAsync(endpoint, list, timeout, deadline.Caller) : null;
        ProbeOutcome outcome = await SendAsync(endpoint, list, completion: null, endpoint.ListRequest(list, credential), credential, deadline).ConfigureAwait(false);
        if (isPublic is null || outcome.Verdict.State != ProbeState.Ok)
            return outcome;

        return await deadline.WaitForAsync(isPublic).ConfigureAwait(false) switch
        {
            false => outcome,
            true => outcome with { Verdict = new ProbeVerdict(ProbeState.Unknown, "list_unsupported", "the list of models is given to everybody, so that it proves nothing of the key") },
            null => outcome with { Verdict = new ProbeVerdict(ProbeState.Unknown, "list_unsupported", "it could not be found out whether the list of models is given to everybody") },
        };
    }

    private async Task<ProbeOutcome> CompleteAsync(ProbeEndpoint endpoint, string credential, string model, int? maxTokens, ProbeDeadline deadline)
    {
        SmallestCompletion completion = endpoint.Completion(model)!;
        int limit = Math.Max(completion.Tokens, maxTokens ?? 0);
        (ProbeOutcome outcome, ProbeAnswer? answer) = await SendWithAnswerAsync(
            endpoint, null, completion, endpoint.CompletionRequest(completion, model, limit, credential), credential, deadline).ConfigureAwait(false);
        if (answer is not null && AnswerVerdict.IsAboutLimit(answer, completion.Limit))
        {
            SmallestCompletion other = Array.Exists(NotTaken, word => answer.Body.Contains(word, StringComparison.OrdinalIgnoreCase)) ? completion with { Limit = OtherName(completion.Limit) } : completion;
            outcome = await SendAsync(endpoint, null, other, endpoint.CompletionRequest(other, model, Math.Max(limit, RaisedLimit), credential), credential, deadline).ConfigureAwait(false);
        }

        return outcome with { Model = model };
    }

    /// <summary>The other name that servers of the same protocol have for the limit.</summary>
    private static string OtherName(string limit) => limit switch
    {
        "max_completion_tokens" => "max_tokens",
        "max_tokens" => "max_completion_tokens",
        _ => limit,
    };

    private async Task<ProbeOutcome> SendAsync(ProbeEndpoint endpoint, ListQuestion? list, SmallestCompletion? completion, ProbeRequest request, string credential, ProbeDeadline deadline) =>
        (await SendWithAnswerAsync(endpoint, list, completion, request, credential, deadline).ConfigureAwait(false)).Outcome;

    private async Task<(ProbeOutcome Outcome, ProbeAnswer? Answer)> SendWithAnswerAsync(
        ProbeEndpoint endpoint, ListQuestion? list, SmallestCompletion? completion, ProbeRequest request, string credential, ProbeDeadline deadline)
    {
        // Elsewhere, because the first request of a process has much to load before it waits for anything.
        (ProbeAnswer? answer, ProbeVerdict? failure, TimeSpan latency) = await deadline.WaitForAsync(
            Task.Run(() => connection.SendAsync(request, deadline.Token), deadline.Token)).ConfigureAwait(false);
        ProbeVerdict verdict = failure ?? AnswerVerdict.Of(new ProbeQuestion(endpoint.Provider, list, completion), answer!, connection.Clock.GetUtcNow());
        HiddenSecrets hidden = new([credential, .. request.Secrets]);
        ProbeOutcome outcome = new(verdict with { Message = hidden.Hide(verdict.Message), RequestId = hidden.Hide(verdict.RequestId), Detail = hidden.Hide(verdict.Detail) }, list is null ? ProbeLevel.Completion : ProbeLevel.List)
        {
            HttpStatus = answer?.Status,
            ClockDifference = answer?.Date is { } date ? date - connection.Clock.GetUtcNow() : null,
            Latency = verdict.State == ProbeState.Skipped ? null : latency,
        };
        return (outcome, answer);
    }

    /// <summary>What is sent of a credential: those of Google's command lines have a token beside a project.</summary>
    private static string CredentialIn(Secret secret) => OptionalJson.Parse(secret.Reveal()).Member("token").AsText() ?? secret.Trimmed.Reveal();
}
