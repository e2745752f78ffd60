using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Moltbot.Core.Tests.Probing;

/// <summary>The answers that probes were recorded with, by their names, in the words of each protocol's family.</summary>
internal static class RecordedAnswers
{
    private const string Quota = "You exceeded your current quota, please check your plan and billing details.";
    private const string ClaudeCode = "This credential is only authorized for use with Claude Code and cannot be used for other API requests.";
    private const string Credit = "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.";
    private const string Page = "<!DOCTYPE html><html><body>zz-page</body></html>";

    /// <summary>What an answer means, as the documents of the providers have it.</summary>
    /// <param name="answer">The name of the answer, without what stands for its protocol.</param>
    /// <param name="api">The protocol.</param>
    public static string Meaning(string answer, string api) => answer switch
    {
        "ok" or "slow" => "ok",
        "401" or "403" or "empty401" or "empty403" or "claudecode400" or "claudecode403" => "auth",
        "402" or "credit" => "billing",
        "quota" => api is "openai-completions" or "openai-responses" ? "billing" : "rate_limit",
        "400" or "404" => "format",
        "429" or "429once" or "ra2" or "ra60" or "529" or "sseerror" => "rate_limit",
        "hang" or "stall" or "drip" => "timeout",
        "refused" or "dns" or "tls" or "plain-on-tls" or "reset" => "network",
        _ => "unknown",
    };

    /// <summary>Speaks an answer.</summary>
    public static Func<HttpContext, Task> Speak(string answer, string api) => answer switch
    {
        "ok" or "slow" or "tls" => Of(200, Reply(api)),
        "400" => Of(400, Error(api, 400, "Invalid request format here", "invalid_request_error")),
        "401" => Of(401, Error(api, 401, "Incorrect API key provided: sk-ab***yz.", "authentication_error")),
        "402" => Of(402, Error(api, 402, "Insufficient credits", "billing_error")),
        "403" => Of(403, Error(api, 403, "You are not allowed", "permission_error")),
        "404" => Of(404, Error(api, 404, "The model does not exist", "not_found_error")),
        "429" => Of(429, Error(api, 429, "Rate limit reached", "rate_limit_error")),
        "ra2" => Of(429, Error(api, 429, "Rate limit reached", "rate_limit_error"), ("retry-after", "2")),
        "ra60" => Of(429, Error(api, 429, "Rate limit reached", "rate_limit_error"), ("retry-after", "60")),
        "quota" => Of(429, Error(api, 429, Quota, api.StartsWith("openai", StringComparison.Ordinal) ? "insufficient_quota" : "rate_limit_error")),
        "credit" => Of(400, Error(api, 400, Credit, "invalid_request_error")),
        "claudecode400" => Of(400, Error(api, 400, ClaudeCode, "invalid_request_error")),
        "claudecode403" => Of(403, Error(api, 403, ClaudeCode, "permission_error")),
        "529" => Of(529, Error(api, 529, "Overloaded", "overloaded_error")),
        "500" or "503" => Of(int.Parse(answer, CultureInfo.InvariantCulture), Error(api, 500, "The server had an error", "server_error")),
        "text500" => Of(500, "Internal Server Error"),
        "html502" => Of(502, Page),
        "html" => Of(200, Page),
        "empty" => Of(200, ""),
        "emptyjson" => Of(200, "{}"),
        "empty401" => Of(401, ""),
        "empty403" => Of(403, ""),
        "redirect" => Of(302, "", ("location", "/elsewhere")),
        "sseerror" => Of(200, $"event: error\ndata: {Error(api, 429, "Rate limit reached", "rate_limit_exceeded")}\n\n"),
        "429once" => Once(Of(429, Error(api, 429, "Rate limit reached", "rate_limit_error")), Of(200, Reply(api))),
        "reset" => context =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        "hang" => context => Task.Delay(Timeout.Infinite, context.RequestAborted),
        _ => async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(": waiting\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        },
    };

    private static Func<HttpContext, Task> Of(int status, string body, params (string Name, string Value)[] headers) => ProbedProviders.Answer(status, body, headers);

    private static Func<HttpContext, Task> Once(Func<HttpContext, Task> first, Func<HttpContext, Task> then)
    {
        int count = 0;
        return context => Interlocked.Increment(ref count) == 1 ? first(context) : then(context);
    }

    private static string Error(string api, int status, string message, string type) => (api switch
    {
        "anthropic-messages" => new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message }, ["request_id"] = "req_1" },
        "google-generative-ai" => new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = status == 429 ? "RESOURCE_EXHAUSTED" : "FAILED" } },
        _ => new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["code"] = type } },
    }).ToJsonString();

    private static string Reply(string api) => api switch
    {
        "anthropic-messages" => """{"type":"message","content":[],"stop_reason":"max_tokens"}""",
        "openai-responses" => """{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}""",
        "google-generative-ai" => """{"candidates":[{"finishReason":"MAX_TOKENS"}]}""",
        _ => """{"choices":[{"message":{"content":""},"finish_reason":"length"}]}""",
    };
}
