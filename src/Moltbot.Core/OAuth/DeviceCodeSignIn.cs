using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>
/// Signs in with a code that a person enters in a browser, on whatever machine (RFC 8628). Asks at the pace that the provider
/// wants, until it says yes or no or the code ends.
/// </summary>
/// <param name="provider">The provider.</param>
/// <param name="surroundings">What it works with.</param>
internal sealed class DeviceCodeSignIn(SignInProvider provider, SignInSurroundings surroundings)
{
    private const int RequestIdBytes = 16;

    private static readonly TimeSpan UsualPace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FastestPace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    private readonly DeviceSignIn flow = provider.Device!;

    /// <summary>Signs in.</summary>
    /// <exception cref="MoltbotException">Why it did not work, and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<SignedIn> RunAsync(CancellationToken cancellation = default)
    {
        string verifier = PkceVerifier.Write(surroundings.Random(PkceVerifier.Bytes), isHex: false);
        Dictionary<string, string?> values = new(StringComparer.Ordinal)
        {
            ["client_id"] = provider.Client.Id,
            ["scope"] = flow.Scope,
            ["code_verifier"] = verifier,
            ["code_challenge"] = PkceVerifier.ChallengeOf(verifier),
            ["x-request-id"] = RequestId(),
        };
        OAuthAnswer begun = await surroundings.Messages.SendAsync(provider.Provider, flow.Begin, values, cancellation);
        JsonElement codes = RequireCodes(begun);
        DateTimeOffset end = EndOf(codes);
        await ShowAsync(codes, end, cancellation);

        values["device_code"] = codes.Member("device_code").AsText();
        return SignedInWith(await PollAsync(values, PaceOf(codes), end, cancellation));
    }

    private JsonElement RequireCodes(OAuthAnswer answer)
    {
        if (answer.Unreachable is { } unreachable)
            throw unreachable.ToException(provider.Provider.Value, $"{flow.BeginFailed}: ");
        if (!answer.IsSuccess)
            throw Refusal.Of(provider, answer, $"{flow.BeginFailed}: {ToldOf(answer)}").ToException(provider.Provider.Value);
        if (answer.Json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            throw Invalid(answer);

        bool isComplete = answer.NonEmpty("device_code") is not null && answer.NonEmpty("user_code") is not null && PageIn(answer.Json) is not null;
        return isComplete
            ? answer.Json
            : throw Refusal.Of(provider, answer, answer.Error is { } error ? $"{flow.BeginFailed}: {error}" : flow.Incomplete).ToException(provider.Provider.Value);
    }

    private static Uri? PageIn(JsonElement codes, string member = "verification_uri") =>
        Uri.TryCreate(codes.Member(member).AsText(), UriKind.Absolute, out Uri? page) && (page.Scheme == Uri.UriSchemeHttps || page.IsLoopback) ? page : null;

    private async Task ShowAsync(JsonElement codes, DateTimeOffset end, CancellationToken cancellation)
    {
        Uri page = PageIn(codes)!;
        Uri complete = PageIn(codes, "verification_uri_complete") ?? page;
        Uri best = flow.OpensBrowser ? complete : page;
        surroundings.Conversation.Show(new SignInPage(provider.Label, best, codes.Member("user_code").AsText(), end) { Complete = complete });
        if (flow.OpensBrowser && !surroundings.NoBrowser)
            await surroundings.Conversation.OpenAsync(best, cancellation);
    }

    private DateTimeOffset EndOf(JsonElement codes)
    {
        double seconds = TokenAnswer.NumberOf(codes.Member("expires_in")) ?? 0;
        return surroundings.Clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(1).TotalSeconds));
    }

    private static TimeSpan PaceOf(JsonElement codes)
    {
        if (TokenAnswer.NumberOf(codes.Member("interval")) is not { } seconds || seconds <= 0)
            return UsualPace;

        return TimeSpan.FromSeconds(Math.Clamp(seconds, FastestPace.TotalSeconds, TimeSpan.FromDays(1).TotalSeconds));
    }

    /// <summary>Asks until there is an answer. A moment without network, or a server that is in trouble, is no end.</summary>
    private async Task<OAuthAnswer> PollAsync(Dictionary<string, string?> values, TimeSpan pace, DateTimeOffset end, CancellationToken cancellation)
    {
        while (surroundings.Clock.GetUtcNow() is var now && now < end)
        {
            OAuthAnswer answer = await surroundings.Messages.SendAsync(provider.Provider, flow.Poll, values, cancellation);
            if (IsInTrouble(answer))
                pace *= 2;
            else if (answer.Error == "slow_down" && Token(answer) is null)
                pace += SlowDown;
            else if (answer.Error != "authorization_pending" || Token(answer) is not null)
                return answer;

            TimeSpan left = end - surroundings.Clock.GetUtcNow();
            if (left > TimeSpan.Zero)
                await Task.Delay(pace < left ? pace : left, surroundings.Clock, cancellation);
        }

        throw TimedOut();
    }

    private static bool IsInTrouble(OAuthAnswer answer) => answer.Unreachable is not null || (answer.Status >= 500 && answer.Error is null);

    private static string? Token(OAuthAnswer answer) =>
        answer.IsSuccess && !EcmaScriptText.IsBlank(answer.NonEmpty("access_token")) ? answer.NonEmpty("access_token") : null;

    private SignedIn SignedInWith(OAuthAnswer answer)
    {
        if (Token(answer) is not { } token)
            throw FailureOf(answer);
        if (flow.Rules is not { } rules)
            return new SignedIn(provider, Name: null, new JsonObject { ["type"] = "token", ["provider"] = provider.Provider.Value, ["token"] = token });

        double now = UnixTime.Now(surroundings.Clock);
        TokenAnswer tokens = TokenAnswer.Read(answer.Json, rules, now);
        if (ClockDrift.Describe(token, now) is { } drift)
            surroundings.Conversation.Say(drift);
        if (tokens.Refresh is null)
            throw new SignInFailure(ErrorCode.ProviderAnswerInvalid, flow.NoToken, SignInAdvice.StartAgain).ToException(provider.Provider.Value);

        JsonObject entry = new()
        {
            ["type"] = "oauth",
            ["provider"] = provider.Provider.Value,
            ["access"] = tokens.Access,
            ["refresh"] = tokens.Refresh,
            ["expires"] = tokens.Expires,
        };
        return new SignedIn(provider, Name: null, entry)
        {
            Endpoint = provider.Configuration.Endpoint is { } endpoint ? EndpointAddress.Read(answer.NonEmpty(endpoint.Member)) : null,
        };
    }

    private MoltbotException FailureOf(OAuthAnswer answer)
    {
        string name = provider.Provider.Value;
        return answer.Error switch
        {
            "expired_token" => TimedOut(),
            "access_denied" when flow.Denied is { } denied => new SignInFailure(ErrorCode.SignInDenied, denied, SignInAdvice.StartAgain).ToException(name),
            { } error => (Refusal.Of(provider, answer, $"{flow.Refused}: {ToldBy(answer, error)}") with { Next = SignInAdvice.StartAgain }).ToException(name),
            null when !answer.IsSuccess => Refusal.Of(provider, answer, $"{flow.PollFailed}: {ToldOf(answer)}").ToException(name),
            null when answer.Json.ValueKind is JsonValueKind.Object or JsonValueKind.Array => new SignInFailure(ErrorCode.ProviderAnswerInvalid, flow.NoToken, SignInAdvice.StartAgain).ToException(name),
            _ => Invalid(answer),
        };
    }

    private string ToldBy(OAuthAnswer answer, string error) => !flow.TellsStatusOnly && answer.ErrorDescription is { } description ? OAuthAnswer.OnOneLine(description) : OAuthAnswer.OnOneLine(error);

    private string ToldOf(OAuthAnswer answer) => flow.TellsStatusOnly ? answer.StatusNumber : answer.Words;

    private MoltbotException TimedOut() => new SignInFailure(ErrorCode.SignInTimedOut, flow.TimedOut, SignInAdvice.StartAgain).ToException(provider.Provider.Value);

    private MoltbotException Invalid(OAuthAnswer answer) =>
        new SignInFailure(ErrorCode.ProviderAnswerInvalid, $"{flow.Unexpected}: {answer.Words}", SignInAdvice.StartAgain).ToException(provider.Provider.Value);

    /// <summary>A random id of version 4.</summary>
    private string RequestId()
    {
        byte[] bytes = surroundings.Random(RequestIdBytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
