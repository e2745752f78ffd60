using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>
/// Signs in with a browser (RFC 8252): it comes back to this machine with a code, or a person brings the code back. Who sits
/// at another machine is asked from the start, while the browser is waited for too.
/// </summary>
/// <param name="provider">The provider.</param>
/// <param name="surroundings">What it works with.</param>
internal sealed class BrowserSignIn(SignInProvider provider, SignInSurroundings surroundings)
{
    private const int StateBytes = 16;

    private readonly CodeSignIn flow = provider.Code!;

    /// <summary>Signs in.</summary>
    /// <exception cref="MoltbotException">Why it did not work, and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<SignedIn> RunAsync(CancellationToken cancellation = default)
    {
        ClientCredentials client = await ClientAsync(cancellation);
        Dictionary<string, string?> values = NewValues(client);
        string state = values["state"]!;
        Uri page = new($"{surroundings.Messages.AddressOf(provider.Provider, flow.Authorize.Address)}?{QueryText.Write(flow.Authorize.Fill(values))}");

        AuthorizationCode code = await CodeAsync(page, values["redirect_uri"]!, state, cancellation);
        values["code"] = code.Code;
        values["state"] = code.State;
        return await ExchangeAsync(client, values, cancellation);
    }

    private async Task<ClientCredentials> ClientAsync(CancellationToken cancellation)
    {
        if (ClientCredentials.OfSignIn(provider.Client, surroundings.Environment) is { } known)
        {
            return provider.Client.NeedsSecret && known.Secret is null
                ? throw new SignInFailure(ErrorCode.ClientMissing, $"The secret of the client {known.Id} is not known here", SignInAdvice.NameClient(provider, known.Id)).ToException(provider.Provider.Value)
                : known;
        }

        string? typed = provider.Client.IdPrompt is { } prompt
            ? await surroundings.Conversation.AskAsync(new SignInQuestion(prompt, answer => EcmaScriptText.IsBlank(answer) ? "Required" : null), cancellation)
            : null;
        return typed is null
            ? throw new SignInFailure(ErrorCode.ClientMissing, provider.Client.MissingAtSignIn ?? "No client id is configured", provider.Client.RemedyAtSignIn ?? SignInAdvice.NameClient(provider, id: null)).ToException(provider.Provider.Value)
            : new ClientCredentials(EcmaScriptText.Trim(typed), surroundings.Environment.GetFirstNonBlank([.. provider.Client.SecretVariables]));
    }

    private Dictionary<string, string?> NewValues(ClientCredentials client)
    {
        string verifier = PkceVerifier.Write(surroundings.Random(PkceVerifier.Bytes), flow.VerifierIsHex);
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = client.Id,
            ["client_secret"] = client.Secret,
            ["redirect_uri"] = Configured(flow.RedirectVariable) ?? flow.Redirect,
            ["scope"] = Configured(flow.ScopeVariable) is { } scopes ? string.Join(' ', scopes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : flow.Scope,
            ["code_verifier"] = verifier,
            ["code_challenge"] = PkceVerifier.ChallengeOf(verifier),
            ["state"] = flow.StateIsVerifier ? verifier : Convert.ToHexString(surroundings.Random(StateBytes)).ToLowerInvariant(),
        };
    }

    private string? Configured(string? variable) => variable is null ? null : surroundings.Environment.GetNonBlank(variable);

    private async Task<AuthorizationCode> CodeAsync(Uri page, string redirect, string state, CancellationToken cancellation)
    {
        bool isRemote = surroundings.NoBrowser || RemoteTerminal.IsUsedIn(surroundings.Environment) || (flow.IsPastedInWsl2 && RemoteTerminal.IsWsl2(surroundings.Kernel));
        Callback? callback = CallbackOf(redirect, page, state);
        await using IAsyncDisposable? listening = callback is null ? null : Listen(callback, redirect);
        DateTimeOffset until = surroundings.Clock.GetUtcNow() + flow.Wait;
        surroundings.Conversation.Show(new SignInPage(provider.Label, page, Code: null, listening is null ? null : until) { IsRemote = isRemote });
        bool isOpened = !isRemote && await OpensAsync(page, callback, cancellation);

        if (callback is null || listening is null)
            return await PastedAsync(isRemote, state, cancellation) ?? throw NobodyToAsk();
        if (isOpened)
            return await WaitAsync(callback, state, cancellation);

        return await RaceAsync(callback, isRemote, state, cancellation);
    }

    /// <summary>Whether a browser is opened. Programs that open one may last as long as it does, but one that has come back is open.</summary>
    private async Task<bool> OpensAsync(Uri page, Callback? callback, CancellationToken cancellation)
    {
        Task<bool> opening = surroundings.Conversation.OpenAsync(page, cancellation);
        return (callback is not null && await Task.WhenAny(callback.Code, opening) == callback.Code) || await opening;
    }

    /// <summary>A redirect to somewhere else than this machine is for a person to bring back.</summary>
    private Callback? CallbackOf(string redirect, Uri page, string state) =>
        flow.Loopback is { } words && Uri.TryCreate(redirect, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback
            ? new Callback(uri, state, page.Host, words, provider.Provider)
            : null;

    private IAsyncDisposable? Listen(Callback callback, string redirect)
    {
        try
        {
            return surroundings.Port.Open(new Uri(redirect).Port, callback.Answer);
        }
        catch (MoltbotException taken) when (taken.Code == ErrorCode.PortTaken)
        {
            surroundings.Conversation.Say(taken.Message);
            return null;
        }
    }

    /// <summary>Waits for the browser; where it does not come, some providers' codes can be pasted all the same.</summary>
    private async Task<AuthorizationCode> WaitAsync(Callback callback, string state, CancellationToken cancellation)
    {
        try
        {
            return await callback.Code.WaitAsync(flow.Wait, surroundings.Clock, cancellation);
        }
        catch (TimeoutException)
        {
            return (flow.TimedOut is null ? await PastedAsync(isRemote: false, state, cancellation) : null) ?? throw TimedOut(callback);
        }
    }

    /// <summary>Whoever is first: the browser, which may come back through a tunnel, or the person.</summary>
    private async Task<AuthorizationCode> RaceAsync(Callback callback, bool isRemote, string state, CancellationToken cancellation)
    {
        using CancellationTokenSource asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<AuthorizationCode?> pasted = PastedAsync(isRemote: true, state, asking.Token);
        if (await Task.WhenAny((Task)callback.Code, pasted).WaitAsync(cancellation) == pasted)
            return await pasted ?? await WaitForBrowserAsync(callback, isRemote, cancellation);

        // Who has been asked may not be able to stop listening, and is not waited for.
        await asking.CancelAsync();
        _ = pasted.ContinueWith(static answer => answer.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await callback.Code;
    }

    /// <summary>Where nobody can be asked the person may still open the page, as it was shown.</summary>
    private async Task<AuthorizationCode> WaitForBrowserAsync(Callback callback, bool isRemote, CancellationToken cancellation)
    {
        try
        {
            return await callback.Code.WaitAsync(flow.Wait, surroundings.Clock, cancellation);
        }
        catch (TimeoutException)
        {
            throw isRemote ? TimedOut(callback) : new SignInFailure(
                ErrorCode.BrowserMissing,
                "No browser could be opened here, and nobody opened the page",
                "Sign in where there is a browser, or at a terminal, where the address can be pasted.").ToException(provider.Provider.Value);
        }
    }

    /// <summary>What the person pastes; <see langword="null"/> when nobody can be asked.</summary>
    private async Task<AuthorizationCode?> PastedAsync(bool isRemote, string state, CancellationToken cancellation)
    {
        PasteRules rules = flow.Paste;
        string? text = await surroundings.Conversation.AskAsync(
            new SignInQuestion((isRemote ? rules.RemotePrompt : null) ?? rules.Prompt, answer => PastedCode.Refuse(answer, rules)),
            cancellation);
        if (text is null)
            return null;

        return PastedCode.Read(text, rules, state, out SignInFailure? failure) ?? throw failure!.ToException(provider.Provider.Value);
    }

    private MoltbotException NobodyToAsk() =>
        new SignInFailure(ErrorCode.SignInUnavailable, "Nobody can be asked for the code", "Sign in at a terminal.").ToException(provider.Provider.Value);

    private MoltbotException TimedOut(Callback callback)
    {
        string stray = callback.StrayError is { } error ? $" (a browser brought \"{error}\", but not for certain from this sign-in)" : "";
        return new SignInFailure(ErrorCode.SignInTimedOut, $"{flow.TimedOut ?? "Nobody signed in"}{stray}", SignInAdvice.StartAgain).ToException(provider.Provider.Value);
    }

    private async Task<SignedIn> ExchangeAsync(ClientCredentials client, Dictionary<string, string?> values, CancellationToken cancellation)
    {
        OAuthAnswer answer = await surroundings.Messages.SendAsync(provider.Provider, flow.Exchange, values, cancellation);
        double now = UnixTime.Now(surroundings.Clock);
        TokenAnswer tokens = Require(answer, now);
        if (ClockDrift.Describe(tokens.Access!, now) is { } drift)
            surroundings.Conversation.Say(drift);

        values["access_token"] = tokens.Access;

        (string? name, string? id) = await AccountAsync(values, cancellation);
        string? project = flow.Project is { } search
            ? await new ProjectDiscovery(provider, search, surroundings, tokens.Access!).FindAsync(cancellation)
            : null;

        JsonObject entry = new()
        {
            ["type"] = "oauth",
            ["provider"] = provider.Provider.Value,
            ["access"] = tokens.Access,
        };
        Add(entry, "refresh", tokens.Refresh);
        entry["expires"] = tokens.Expires;
        Add(entry, "email", name);
        Add(entry, "projectId", project);
        Add(entry, "accountId", tokens.Account ?? id);
        Add(entry, "clientId", provider.Client.IsRemembered && client.Id != provider.Client.Id ? client.Id : null);
        return new SignedIn(provider, name, entry);
    }

    private TokenAnswer Require(OAuthAnswer answer, double now)
    {
        if (answer.Unreachable is { } unreachable)
            throw unreachable.ToException(provider.Provider.Value, $"{flow.ExchangeFailed}: ");
        if (!answer.IsSuccess)
            throw Refusal.Of(provider, answer, $"{flow.ExchangeFailed}: {answer.Words}").ToException(provider.Provider.Value);

        TokenAnswer tokens = TokenAnswer.Read(answer.Json, flow.Rules, now);
        string? missing =
            answer.Json.ValueKind == JsonValueKind.Undefined ? $"{flow.ExchangeFailed}: {answer.Words}" :
            tokens.Access is null ? flow.Rules.NoAccess :
            tokens.Refresh is null && flow.NoRefresh is not null ? flow.NoRefresh :
            flow.NoAccount is { } noAccount && tokens.Account is null ? noAccount :
            null;
        return missing is null
            ? tokens
            : throw new SignInFailure(ErrorCode.ProviderAnswerInvalid, missing, SignInAdvice.StartAgain).ToException(provider.Provider.Value);
    }

    /// <summary>Who has signed in. That nobody says so is no reason to throw the tokens away.</summary>
    private async Task<(string? Name, string? Id)> AccountAsync(Dictionary<string, string?> values, CancellationToken cancellation)
    {
        if (flow.Account is not { } question)
            return default;

        OAuthAnswer answer = await surroundings.Messages.SendAsync(provider.Provider, question.Request, values, cancellation);
        return answer.IsSuccess ? (Member(answer, question.Name), question.Id is { } id ? Member(answer, id) : null) : default;
    }

    private static string? Member(OAuthAnswer answer, string name) =>
        EcmaScriptText.Trim(answer.NonEmpty(name) ?? "") is { Length: > 0 } text ? text : null;

    private static void Add(JsonObject entry, string name, string? value)
    {
        if (value is not null)
            entry[name] = value;
    }
}
