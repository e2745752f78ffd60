using System.Globalization;
using System.Text.Json;
using Moltbot.Core.Failures;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Probing;

/// <summary>
/// Tells what an answer means for the credential that was sent (docs/gateway/probes.md §3): the first rule that fits. Pure.
/// Whatever is not known to be a good answer is none.
/// </summary>
internal static class AnswerVerdict
{
    private const int LongestText = 200;

    private static readonly string[] BillingNames =
        ["insufficient_quota", "credit_balance_exhausted", "billing_error", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance"];

    private static readonly string[] RateLimitNames = ["rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED", "overloaded_error"];

    private static readonly string[] RefusalNames = ["authentication_error", "invalid_api_key", "API_KEY_INVALID", "invalid_authentication_error", "UNAUTHENTICATED"];

    /// <summary>The numbers with which providers that answer everything with 200 tell why (docs/gateway/probes.md §3).</summary>
    private static readonly (string Provider, double Number, ProbeState State)[] InnerNumbers =
    [
        ("zai", 1113, ProbeState.Billing),
        ("minimax", 1002, ProbeState.RateLimit),
        ("minimax", 1004, ProbeState.Auth),
        ("minimax", 1008, ProbeState.Billing),
        ("minimax", 2049, ProbeState.Auth),
    ];

    /// <summary>The verdict.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="answer">What came.</param>
    /// <param name="now">The time.</param>
    public static ProbeVerdict Of(ProbeQuestion question, ProbeAnswer answer, DateTimeOffset now)
    {
        JsonElement json = AnswerJson.Of(answer.Body);
        ProviderWords words = ProviderWords.Read(json, isRefusal: !answer.IsSuccess);
        ProbeVerdict verdict = answer.IsSuccess && !words.IsError
            ? question.IsList ? OfList(question.List!, answer, json) : OfCompletion(question.Completion!, json)
            : OfFailure(question, answer, words) with { Message = MessageOf(answer, words) };
        return verdict.State == ProbeState.Ok ? verdict : verdict with
        {
            Message = verdict.Message ?? MessageOf(answer, words),
            RequestId = RequestId(answer, json),
            RetryAfter = RetryDelay.In(answer, words.RetryDelay, now),
        };
    }

    /// <summary>Whether a refusal is about the limit of the answer alone, so that a higher one helps.</summary>
    public static bool IsAboutLimit(ProbeAnswer answer, string limit) =>
        answer.Status == 400 && ProviderWords.Read(AnswerJson.Of(answer.Body), isRefusal: true).Message.Contains(limit.Split('.')[^1], StringComparison.OrdinalIgnoreCase);

    private static ProbeVerdict OfList(ListQuestion list, ProbeAnswer answer, JsonElement json)
    {
        if (answer.IsCut && list.Members.Any(member => AnswerJson.BeginsWithList(answer.Body, member)))
            return Proved(list);
        if (json.ValueKind != JsonValueKind.Object || (list.Members.Length > 0 && !list.Members.Any(member => Has(json, member))))
            return new ProbeVerdict(ProbeState.Unknown, "unexpected_answer", UnexpectedText(answer));
        if (list.Blocked.FirstOrDefault(member => At(json, member).ValueKind == JsonValueKind.True) is { } blocked)
            return new ProbeVerdict(ProbeState.Auth, "key_blocked", $"the provider says {blocked}");
        if (list.Left is not { } left || NumberAt(json, left.Member) is not { } amount)
            return Proved(list);

        string detail = $"{left.Name} {amount.ToString(CultureInfo.InvariantCulture)}";
        return amount > 0
            ? Proved(list) with { Detail = detail }
            : new ProbeVerdict(ProbeState.Billing, "nothing_left", $"the provider knows the key, and says {detail}") { Detail = detail };
    }

    private static ProbeVerdict Proved(ListQuestion list) => list.Proof == ListProof.Reachability
        ? new ProbeVerdict(ProbeState.Unknown, "list_unsupported", "it answers, and asks nobody for a credential")
        : new ProbeVerdict(ProbeState.Ok);

    private static ProbeVerdict OfCompletion(SmallestCompletion completion, JsonElement json) => json.ValueKind == JsonValueKind.Object && completion.IsReply(json)
        ? new ProbeVerdict(ProbeState.Ok)
        : new ProbeVerdict(ProbeState.Unknown, "unexpected_answer");

    private static ProbeVerdict OfFailure(ProbeQuestion question, ProbeAnswer answer, ProviderWords words)
    {
        int status = StatusOf(answer, words);
        // A number in a sentence is some number: what the status is, is known here.
        string text = new([.. words.Message.Where(c => !char.IsAsciiDigit(c))]);
        if (FailureText.IsClaudeCodeOnly(text))
            return new ProbeVerdict(ProbeState.Auth, "claude_code_only");
        if (question.List?.KnownButNotAllowed is { } known && status == 403 && text.Contains(known, StringComparison.OrdinalIgnoreCase))
            return new ProbeVerdict(ProbeState.Ok) { Detail = "known, without the right to read its usage" };
        if (IsRefusal(question, status, words, text))
            return new ProbeVerdict(ProbeState.Auth);
        if (InnerState(question, words) is { } inner)
            return new ProbeVerdict(inner);
        if (status == 402 || HasName(words, BillingNames))
            return new ProbeVerdict(ProbeState.Billing);
        if (HasName(words, RateLimitNames))
            return new ProbeVerdict(ProbeState.RateLimit);
        if (FailureText.IsBilling(text))
            return new ProbeVerdict(ProbeState.Billing);
        if (status is 429 or 529 || FailureText.IsRateLimit(text) || FailureText.IsOverloaded(text))
            return new ProbeVerdict(ProbeState.RateLimit);

        return status switch
        {
            403 when question.IsList && IsPartlyAllowed(question) => new ProbeVerdict(ProbeState.Unknown, "list_forbidden"),
            403 when question is { IsList: false, Provider.Value: "openrouter" } => new ProbeVerdict(ProbeState.Format, "moderation"),
            403 => new ProbeVerdict(ProbeState.Auth),
            404 when !question.IsList && IsAboutModel(words) => new ProbeVerdict(ProbeState.Format, "model_not_found"),
            408 or 504 => new ProbeVerdict(ProbeState.Timeout),
            407 => new ProbeVerdict(ProbeState.Network, "proxy"),
            >= 400 and < 500 => question.IsList ? new ProbeVerdict(ProbeState.Unknown, "list_unsupported") : new ProbeVerdict(ProbeState.Format, HasName(words, ["model_not_found"]) ? "model_not_found" : null),
            >= 500 => new ProbeVerdict(ProbeState.Unknown, "server_error"),
            >= 300 and < 400 => new ProbeVerdict(ProbeState.Unknown, "redirect"),
            _ => FailureText.IsAuth(text) ? new ProbeVerdict(ProbeState.Auth) : new ProbeVerdict(ProbeState.Unknown, "unexpected_answer"),
        };
    }

    private static bool IsRefusal(ProbeQuestion question, int status, ProviderWords words, string text) =>
        status == 401
        || (status is 400 or 403 && (HasName(words, RefusalNames) || text.Contains("API key not valid", StringComparison.OrdinalIgnoreCase)))
        || (status == 400 && question is { IsList: true, Provider.Value: var provider } && ProviderApi.Find(ProviderId.Parse(provider)) is { BadRequestIsRefusal: true });

    /// <summary>A key of these may have been made without the right to list models; of others nobody knows.</summary>
    private static bool IsPartlyAllowed(ProbeQuestion question) => question.Provider.Value == "openai" || ProviderApi.Find(question.Provider) is null;

    private static bool IsAboutModel(ProviderWords words) =>
        HasName(words, ["model_not_found", "not_found_error"]) || words.Message.Contains("model", StringComparison.OrdinalIgnoreCase);

    private static ProbeState? InnerState(ProbeQuestion question, ProviderWords words)
    {
        foreach ((string provider, double number, ProbeState state) in InnerNumbers)
        {
            if (words.Number == number && question.Provider.Value.StartsWith(provider, StringComparison.Ordinal))
                return state;
        }

        return null;
    }

    private static bool HasName(ProviderWords words, string[] names) => words.Names.Any(name => names.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>The status; where that says that all is well and the body does not, the one in the body.</summary>
    private static int StatusOf(ProbeAnswer answer, ProviderWords words) =>
        answer.IsSuccess && words.Number is >= 300 and < 600 ? (int)words.Number : answer.Status;

    private static string MessageOf(ProbeAnswer answer, ProviderWords words)
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status}");
        if (words.Message.Length > 0)
            return $"{status}: {words.Message}";
        if (answer.Status is >= 300 and < 400)
            return $"{status}: it sends on to another address, and a credential is not sent there";
        if (UnexpectedText(answer) is { } text)
            return $"{status}: {text}";

        return answer.IsSuccess ? $"{status}: an unexpected answer" : status;
    }

    /// <summary>What there is to say of an answer that is no JSON; <see langword="null"/> where that is nothing.</summary>
    private static string? UnexpectedText(ProbeAnswer answer)
    {
        string body = EcmaScriptText.Trim(answer.Body.TrimStart('\uFEFF'));
        if (body.Length == 0)
            return answer.IsSuccess ? "an empty answer" : null;
        if (AnswerJson.IsPage(body))
            return "unexpected HTML answer";
        if (body.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c)) || body.Contains('\uFFFD', StringComparison.Ordinal))
            return "an answer that is no text";

        return body[0] is '{' or '[' ? "an unexpected answer" : body[..Math.Min(body.Length, LongestText)];
    }

    private static string? RequestId(ProbeAnswer answer, JsonElement json)
    {
        string? id = answer.Header("request-id") ?? answer.Header("x-request-id") ?? answer.Header("x-amzn-requestid") ?? json.Member("request_id").AsText();
        return id is { Length: > 0 and <= LongestText } ? id : null;
    }

    private static bool Has(JsonElement json, string path) => At(json, path).ValueKind != JsonValueKind.Undefined;

    private static double? NumberAt(JsonElement json, string path) =>
        At(json, path) is var value && value.AsNumber() is { } number ? number :
        double.TryParse(At(json, path).AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null;

    private static JsonElement At(JsonElement json, string path) => path.Split('.').Aggregate(json, (element, name) => element.Member(name));
}
