using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// Why a sign-in could not be renewed is told in the provider's words, with what to do next. The reference has one sentence
/// for whatever happened to most providers, and one next step for everything.
/// </summary>
internal sealed class CauseOfAFailureIsTold : Deviation
{
    private const string Tail = ". Please try again or re-authenticate.";
    private const string ReAuthenticate = ". Re-authenticate with";

    public override IReadOnlyList<string> Kinds => ["copilot-token", "oauth-device", "oauth-exchange", "oauth-refresh"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["error"] is not JsonObject error || error["exact"] is not null || error.Text("message") is not { } message)
            return false;

        recorded.Expected["error"] = recorded.Kind == "oauth-refresh" ? OfRenewal(recorded, message) : OfSignIn(recorded, message);
        return true;
    }

    /// <summary>What is told of a sign-in is told too, and more: the answer of a server where that was left out.</summary>
    private static JsonObject OfSignIn(ConformanceCase recorded, string message)
    {
        int requests = recorded.Expected["requests"]!.AsArray().Count;
        JsonObject? answer = requests > 0 ? recorded.Input["answers"]![recorded.Kind == "oauth-device" ? requests - 1 : 0]!.AsObject() : null;
        string? error = answer?["json"] is JsonObject json ? json["error"]?.GetValue<string>() : null;
        if (recorded.Kind != "oauth-exchange" || error is null)
            return RecordedErrors.Telling(error == "expired_token" ? "" : WithoutStatus(message, answer).Split(". ")[0].TrimEnd('.', ' '), ". ");

        return RecordedErrors.Telling(message.Split(". ")[0].TrimEnd('.', ' '), error ?? "", ". ");
    }

    /// <summary>The text of a status is not told where the server says more.</summary>
    private static string WithoutStatus(string message, JsonObject? answer) =>
        answer?.Text("reason") is { Length: > 0 } reason && answer["json"] is not null && message.EndsWith(reason, StringComparison.Ordinal) ? message[..^reason.Length] : message;

    private static JsonObject OfRenewal(ConformanceCase recorded, string message)
    {
        JsonObject stored = RecordedSignIn.Of(recorded.Input)!;
        string provider = stored.Text("provider")!;
        string introduction = $"OAuth token refresh failed for {provider}: ";
        message.ShouldStartWith(introduction);
        string cause = message[introduction.Length..message.IndexOf(Tail, StringComparison.Ordinal)].Split(ReAuthenticate)[0].TrimEnd('.');
        bool isMasked = cause == $"Failed to refresh OAuth token for {provider}";
        JsonObject? answer = recorded.Expected["requests"]!.AsArray().Count > 0 ? recorded.Input["answers"]![0]!.AsObject() : null;

        return RecordedErrors.Telling(introduction, isMasked ? CauseOf(stored, answer) : cause, NextStepOf(stored, answer));
    }

    private static string CauseOf(JsonObject stored, JsonObject? answer) => answer switch
    {
        null when stored.Text("provider") is "google-gemini-cli" or "google-antigravity" => "no projectId",
        null => "no way to renew",
        _ when answer.ContainsKey("networkError") => "cannot be reached",
        _ when answer["json"]?["error"] is { } error => error.GetValue<string>(),
        _ when answer["json"] is not null => "",
        _ when answer.Text("text") is "" or null => answer["status"]!.GetValue<int>() == 200 ? "an empty answer" : $"HTTP {answer["status"]}",
        _ when answer.Text("text")!.StartsWith('<') => "a web page",
        _ => answer.Text("text")!,
    };

    private static string NextStepOf(JsonObject stored, JsonObject? answer)
    {
        string provider = stored.Text("provider")!;
        string? error = answer?["json"] is JsonObject json ? json["error"]?.GetValue<string>() : null;
        return answer switch
        {
            null when provider == "chutes" && stored.Text("refresh")?.Trim().Length > 0 => "Set CHUTES_CLIENT_ID",
            null => RecordedSignIn.HowToSignIn(Core.Providers.ProviderId.Parse(provider).Value),
            _ when error is "invalid_grant" or "invalid_client" => RecordedSignIn.HowToSignIn(provider),
            _ when provider == "qwen-portal" && answer["status"]?.GetValue<int>() == 400 => RecordedSignIn.HowToSignIn(provider),
            _ when answer.ContainsKey("networkError") => "Check the connection",
            _ => "Try again",
        };
    }
}
