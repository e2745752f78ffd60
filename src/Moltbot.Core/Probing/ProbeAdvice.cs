using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Probing;

/// <summary>What to do after a probe.</summary>
internal static class ProbeAdvice
{
    /// <summary>What to do next, in a front end's words; <see langword="null"/> where there is nothing to do.</summary>
    public static string? For(ProviderId provider, ProbeOutcome outcome, FrontEnd frontEnd) => outcome switch
    {
        { Verdict.ReasonCode: "claude_code_only" } or { IsSubscription: true, Verdict.State: ProbeState.Ok } => FailureHint.ForClaudeCodeOnly(frontEnd),
        { Verdict.ReasonCode: "list_unsupported" or "list_forbidden", Level: ProbeLevel.List } => AskModel.In(frontEnd),
        { Verdict.IsRenewable: true } => Renew.In(frontEnd),
        { Verdict: { State: ProbeState.Skipped, ReasonCode: "expired" } } => NewToken.In(frontEnd),
        { Verdict: { State: ProbeState.Auth, ReasonCode: "expired" } } when SignInProvider.Find(provider) is { IsOffered: true } => SignIn(provider).In(frontEnd),
        { Verdict.State: ProbeState.Auth } => NewKey(provider).In(frontEnd),
        _ => null,
    };

    private static Advice AskModel => $"Ask a model, which costs a few tokens: {NextSteps.ProbeWithCompletion}.";

    private static Advice Renew => $"Renew it with {NextSteps.RefreshSignIns}.";

    private static Advice NewToken => $"Import a new token with {NextSteps.ImportToken}.";

    private static Advice SignIn(ProviderId provider) => $"Sign in again with {NextSteps.SignIn(provider.Value)}.";

    private static Advice NewKey(ProviderId provider) => $"Store another key with {NextSteps.ImportApiKeyOf(provider.Value)}.";
}
