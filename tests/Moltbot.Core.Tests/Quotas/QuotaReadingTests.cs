using System.Text;
using Moltbot.Core.Json;
using Moltbot.Core.Quotas;

namespace Moltbot.Core.Tests.Quotas;

/// <summary>What providers' answers mean, without a network (docs/gateway/usage.md §5 and §7).</summary>
public sealed class QuotaReadingTests
{
    /// <summary>Provider, status, answer, what it means: <c>plan: window used [@reset in milliseconds], …</c>, or the error after an exclamation mark.</summary>
    public static TheoryData<string, int, string, string> Answers => new()
    {
        { "anthropic", 200, """{"five_hour":{"utilization":20,"resets_at":"2026-01-07T01:30:00Z"},"seven_day":{"utilization":101}}""", ": 5h 20 @1767749400000, Week 100" },
        { "anthropic", 200, """{"five_hour":{"utilization":0}}""", ": 5h 0" },
        { "anthropic", 200, """{"seven_day_sonnet":{"utilization":1},"seven_day_opus":{"utilization":9}}""", ": Sonnet 1" },
        { "anthropic", 200, """{"seven_day_opus":{"utilization":9}}""", ": Opus 9" },
        { "anthropic", 200, "{}", ": " },
        { "anthropic", 200, "<html>", ": " },
        { "anthropic", 401, """{"error":{"message":"bad"}}""", "!HTTP 401: bad" },
        { "anthropic", 500, "it broke", "!HTTP 500" },
        { "openai-codex", 200, """{"plan_type":"plus","credits":{"balance":"3.5"},"rate_limit":{"primary_window":{"limit_window_seconds":18000,"used_percent":12,"reset_at":1767750000},"secondary_window":{"limit_window_seconds":604800,"used_percent":40}}}""", "plus ($3.50): 5h 12 @1767750000000, Day 40" },
        { "openai-codex", 200, """{"credits":{"balance":"much"},"rate_limit":{"primary_window":{},"secondary_window":{"limit_window_seconds":43200}}}""", "$0.00: 3h 0, 12h 0" },
        { "openai-codex", 200, """{"plan_type":"plus","credits":{"balance":null}}""", "plus: " },
        { "openai-codex", 401, "{}", "!Token expired" },
        { "openai-codex", 403, "{}", "!Token expired" },
        { "openai-codex", 429, "{}", "!HTTP 429" },
        { "github-copilot", 200, """{"copilot_plan":"individual","quota_snapshots":{"premium_interactions":{"percent_remaining":80},"chat":{"percent_remaining":null}}}""", "individual: Premium 20, Chat 100" },
        { "github-copilot", 200, "{}", ": " },
        { "github-copilot", 404, "", "!HTTP 404" },
        { "google-gemini-cli", 200, """{"buckets":[{"modelId":"gemini-pro","remainingFraction":0.9},{"modelId":"gemini-pro","remainingFraction":0.7},{"modelId":"gemini-flash"},{"modelId":"zero-pro","remainingFraction":0},{"remainingFraction":0.1}]}""", ": Pro 100, Flash 0" },
        { "google-gemini-cli", 200, """{"buckets":[{"modelId":"a-pro","remainingFraction":0},{"modelId":"a-pro","remainingFraction":0.5}]}""", ": Pro 100" },
        { "google-gemini-cli", 503, "", "!HTTP 503" },
        { "minimax", 200, """{"total":200,"remain":50}""", ": 5h 75" },
        { "minimax", 200, """{"prompt_limit":200,"prompt_remain":150,"usage_percent":75}""", ": 5h 25" },
        { "minimax", 200, """{"data":{"plan_name":"Coding","usage":{"prompt_limit":200,"prompt_remain":50}}}""", "Coding: 5h 75" },
        { "minimax", 200, """{"data":{"model_remains":[{"current_interval_total_count":120,"current_interval_usage_count":30,"end_time":1736235600}]}}""", ": 5h 25 @1736235600000" },
        { "minimax", 200, """{"used_percent":0.4,"window_hours":6,"reset_at":1767750000}""", ": 6h 40 @1767750000000" },
        { "minimax", 200, """{"used_percent":40,"duration_minutes":"30"}""", ": 30m 40" },
        { "minimax", 200, """{"used_percent":1}""", ": 5h 100" },
        { "minimax", 200, """{"foo":1}""", "!Unsupported response shape" },
        { "minimax", 200, """{"base_resp":{"status_code":1004,"status_msg":" login fail "}}""", "!login fail" },
        { "minimax", 200, """{"base_resp":{"status_code":1004}}""", "!API error" },
        { "minimax", 200, """{"base_resp":{"status_code":0},"total":10,"used":5}""", ": 5h 50" },
        { "minimax", 200, "[]", "!Invalid JSON" },
        { "minimax", 200, "nonsense", "!Invalid JSON" },
        { "minimax", 500, "{}", "!HTTP 500" },
        { "zai", 200, """{"success":true,"code":200,"data":{"planName":"Pro","limits":[{"type":"TOKENS_LIMIT","percentage":25,"unit":3,"number":6,"nextResetTime":"2026-01-07T06:00:00Z"},{"type":"TIME_LIMIT","percentage":3},{"type":"OTHER"}]}}""", "Pro: Tokens (6h) 25 @1767765600000, Monthly 3" },
        { "zai", 200, """{"success":true,"code":200,"data":{"plan":"Lite","limits":[{"type":"TOKENS_LIMIT","unit":9}]}}""", "Lite: Tokens (Limit) 0" },
        { "zai", 200, """{"success":false,"code":200,"msg":"no plan"}""", "!no plan" },
        { "zai", 200, """{"success":true,"code":401}""", "!API error" },
        { "zai", 502, "", "!HTTP 502" },
    };

    /// <summary>Both answers, each a status and JSON (0 for none that was asked for), and what they mean together.</summary>
    public static TheoryData<int, string, int, string, string> AnswersOfAntigravity => new()
    {
        { 200, """{"availablePromptCredits":750,"planInfo":{"monthlyPromptCredits":1000},"currentTier":{"name":"Ultra"},"planType":"x"}""", 200, Models(""" "a":{"quotaInfo":{"remainingFraction":0.8}},"b":{"quotaInfo":{"remainingFraction":0.6}} """), "Ultra: Credits 25, b 40, a 20" },
        { 500, "", 401, "", "!Token expired" },
        { 403, """{"error":{"message":"Access denied"}}""", 403, "", "!Access denied" },
        { 500, "", 503, "", "!HTTP 500" },
        { 401, "", 0, "", "!Token expired" },
        { 500, "", 200, Models(""" "a":{"quotaInfo":{"remainingFraction":"0.9","resetTime":"invalid-date"}} """), ": a 10" },
        { 200, """{"availablePromptCredits":"600","planInfo":{"monthlyPromptCredits":"1000"}}""", 200, Models(""" "a":{"quotaInfo":{"remainingFraction":"0.9"}} """), ": Credits 40, a 10" },
        { 200, """{"availablePromptCredits":600,"planInfo":{"monthlyPromptCredits":0},"planType":" "}""", 200, Models(""" "chat_hidden":{"quotaInfo":{"remainingFraction":0}},"TAB_hidden":{"quotaInfo":{"remainingFraction":0}},"real":{"quotaInfo":{"remainingFraction":0.5,"resetTime":"2026-01-07T01:00:00Z"}},"none":{"quotaInfo":{}} """), ": real 50 @1767747600000" },
        { 200, "{}", 200, "{}", ": " },
        { 200, "{}", 500, "{}", "!HTTP 500" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_read_as_the_provider_means_it(string provider, int status, string body, string meaning) =>
        Describe(ReaderOf(provider)(Answer(status, body))).ShouldBe(meaning);

    [Theory]
    [MemberData(nameof(AnswersOfAntigravity))]
    public void Antigravity_is_read_from_two_answers(int status, string account, int second, string models, string meaning) =>
        Describe(AntigravityQuota.Read(Answer(status, account), second == 0 ? null : Answer(second, models))).ShouldBe(meaning);

    [Fact]
    public void Of_many_models_the_ten_with_least_left_are_told()
    {
        string models = Models(string.Join(',', Enumerable.Range(10, 20).Select(number => $$$"""  "m{{{number}}}":{"quotaInfo":{"remainingFraction":0.{{{number}}}}} """)));

        QuotaReading reading = AntigravityQuota.Read(Answer(200, "{}"), Answer(200, models));

        reading.Windows.Select(window => window.Label).ShouldBe(Enumerable.Range(10, 10).Select(number => $"m{number}"));
    }

    [Theory]
    [InlineData("""{"cloudaicompanionProject":"projects/alpha"}""", """{"project":"projects/alpha"}""")]
    [InlineData("""{"cloudaicompanionProject":{"id":"projects/beta"}}""", """{"project":"projects/beta"}""")]
    [InlineData("""{"cloudaicompanionProject":""}""", "{}")]
    [InlineData("{}", "{}")]
    public void The_models_are_those_of_the_accounts_project(string account, string question) =>
        JsonText.WriteCompact(AntigravityQuota.ModelsQuestion(Answer(200, account))).ShouldBe(question);

    [Fact]
    public void An_answer_that_nests_without_end_is_not_followed()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"a":""", 40)) + """{"total":2,"used":1}""" + new string('}', 40);

        Describe(MiniMaxQuota.Read(Answer(200, deep))).ShouldBe("!Unsupported response shape");
    }

    [Fact]
    public void What_nobody_could_be_asked_about_is_told_as_such()
    {
        foreach (string provider in (string[])["anthropic", "openai-codex", "github-copilot", "google-gemini-cli", "minimax", "zai"])
            Describe(ReaderOf(provider)(new QuotaAnswer(0, default, "Network error"))).ShouldBe("!Network error");
    }

    private static Func<QuotaAnswer, QuotaReading> ReaderOf(string provider) => provider switch
    {
        "anthropic" => AnthropicQuota.Read,
        "openai-codex" => CodexQuota.Read,
        "github-copilot" => CopilotQuota.Read,
        "google-gemini-cli" => GeminiQuota.Read,
        "minimax" => MiniMaxQuota.Read,
        _ => ZaiQuota.Read,
    };

    private static string Models(string members) => "{\"models\":{" + members + "}}";

    private static QuotaAnswer Answer(int status, string body) => new(status, Core.OAuth.OptionalJson.Parse(Encoding.UTF8.GetBytes(body)));

    private static string Describe(QuotaReading reading) => reading.Error is { } error
        ? $"!{error}"
        : FormattableString.Invariant($"{reading.Plan}: {string.Join(", ", reading.Windows.Select(Describe))}");

    private static string Describe(QuotaWindow window) =>
        FormattableString.Invariant($"{window.Label} {Math.Round(window.UsedPercent, 6)}{(window.ResetsAt is { } time ? $" @{time}" : "")}");
}
