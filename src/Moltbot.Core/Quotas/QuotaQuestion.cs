using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Quotas;

/// <summary>Asks one provider after another credential how much is left, until one can be used. Nothing that happens there is an exception.</summary>
/// <param name="messages">The network.</param>
/// <param name="environment">The environment with everything that adds to it.</param>
/// <param name="renew">Gives the sign-in of an id as it is once it is renewed, or <see langword="null"/> where there is none.</param>
internal sealed class QuotaQuestion(QuotaMessages messages, ProcessEnvironment environment, Func<string, CancellationToken, Task<AuthProfile?>> renew)
{
    private const string Organizations = "https://claude.ai/api/organizations";

    /// <summary>Asks a provider with the first of its credentials that can be had.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<QuotaReading> AskAsync(QuotaChoice choice, CancellationToken cancellation)
    {
        MoltbotException? problem = null;
        foreach (QuotaCandidate candidate in choice.Candidates)
        {
            QuotaCandidate usable = candidate.ToRenew is { } id ? await RenewAsync(id, cancellation).ConfigureAwait(false) : candidate;
            if (usable.Value is { } value)
                return (await AskAsync(choice.Provider, value, usable.Account, cancellation).ConfigureAwait(false)).Without(value);

            problem ??= usable.Problem;
        }

        return QuotaReading.Failed(problem is null ? QuotaAnswer.TokenExpired : problem.MessageIn(environment.FrontEnd));
    }

    private async Task<QuotaCandidate> RenewAsync(string profileId, CancellationToken cancellation)
    {
        try
        {
            return await renew(profileId, cancellation).ConfigureAwait(false) is { } renewed ? QuotaCandidate.Of(renewed) : new QuotaCandidate(Value: null);
        }
        catch (MoltbotException error)
        {
            return new QuotaCandidate(Value: null, Problem: error);
        }
    }

    private Task<QuotaReading> AskAsync(QuotaProvider provider, Secret credential, string? account, CancellationToken cancellation) => provider.Provider.Value switch
    {
        "anthropic" => AskAnthropicAsync(provider, credential, cancellation),
        "google-antigravity" => AskAntigravityAsync(provider, credential, cancellation),
        "openai-codex" => AskOnceAsync(provider, credential, account is null ? [] : [("ChatGPT-Account-Id", account)], CodexQuota.Read, cancellation),
        "github-copilot" => AskOnceAsync(provider, credential, [], CopilotQuota.Read, cancellation),
        "google-gemini-cli" => AskOnceAsync(provider, credential, [], GeminiQuota.Read, cancellation),
        "minimax" => AskOnceAsync(provider, credential, [], MiniMaxQuota.Read, cancellation),
        _ => AskOnceAsync(provider, credential, [], ZaiQuota.Read, cancellation),
    };

    private async Task<QuotaReading> AskOnceAsync(QuotaProvider provider, Secret credential, (string Name, string Value)[] headers, Func<QuotaAnswer, QuotaReading> read, CancellationToken cancellation) =>
        read(await messages.SendAsync(provider, provider.Request, credential, headers, cancellation).ConfigureAwait(false));

    private async Task<QuotaReading> AskAnthropicAsync(QuotaProvider provider, Secret credential, CancellationToken cancellation)
    {
        QuotaAnswer answer = await messages.SendAsync(provider, provider.Request, credential, [], cancellation).ConfigureAwait(false);
        return AnthropicQuota.MayNotLook(answer) && BrowserSession.KeyIn(environment) is { } key && await AskBrowserAsync(provider, key, cancellation).ConfigureAwait(false) is { } instead
            ? instead
            : AnthropicQuota.Read(answer);
    }

    /// <summary>What claude.ai tells a browser; <see langword="null"/> when that is nothing.</summary>
    private async Task<QuotaReading?> AskBrowserAsync(QuotaProvider provider, Secret key, CancellationToken cancellation)
    {
        string cookie = $"sessionKey={key.Reveal()}";
        if (AnthropicQuota.OrganizationIn(await messages.SendAsync(provider, new QuotaRequest(Organizations), cookie, cancellation).ConfigureAwait(false)) is not { } organization)
            return null;

        QuotaRequest usage = new($"{Organizations}/{Uri.EscapeDataString(organization)}/usage");
        QuotaReading reading = AnthropicQuota.Read(await messages.SendAsync(provider, usage, cookie, cancellation).ConfigureAwait(false));
        return reading.Windows.Count > 0 ? reading.Without(key) : null;
    }

    private async Task<QuotaReading> AskAntigravityAsync(QuotaProvider provider, Secret credential, CancellationToken cancellation)
    {
        QuotaAnswer account = await messages.SendAsync(provider, provider.Request, credential, [], cancellation).ConfigureAwait(false);
        if (AntigravityQuota.IsRefused(account))
            return AntigravityQuota.Read(account, models: null);

        JsonObject question = AntigravityQuota.ModelsQuestion(account);
        QuotaAnswer models = await messages.SendAsync(provider, provider.Second! with { Body = JsonText.WriteCompact(question) }, credential, [], cancellation).ConfigureAwait(false);
        return AntigravityQuota.Read(account, models);
    }
}
