using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>MiniMax's answer (docs/gateway/usage.md §5.6), whose shape changes: the object that says most is looked for.</summary>
internal static class MiniMaxQuota
{
    private const int Deepest = 4;
    private const int MostVisited = 60;
    private const string UsualLabel = "5h";

    private static readonly string[] Percents = Both("used_percent", "usage_percent", "used_rate", "usage_rate", "used_ratio", "usage_ratio");

    private static readonly string[] Totals =
    [
        "total",
        .. Both("total_amount", "total_tokens", "total_quota", "total_times", "prompt_total", "total_prompt", "prompt_limit", "limit_prompt", "prompts_total", "total_prompts", "current_interval_total_count"),
        "limit", "quota", .. Both("quota_limit"), "max",
    ];

    private static readonly string[] UsedCounts =
    [
        "used", "usage",
        .. Both("used_amount", "used_tokens", "used_quota", "used_times", "prompt_used", "used_prompt", "prompts_used", "current_interval_usage_count"),
        "consumed",
    ];

    private static readonly string[] Remainders =
    [
        "remain", "remaining",
        .. ((string[])["amount", "tokens", "quota", "times"]).SelectMany(noun => (string[])[$"remain_{noun}", Camel($"remaining_{noun}"), $"remaining_{noun}"]),
        .. Both("prompt_remain", "remain_prompt", "prompt_remaining", "remaining_prompt", "prompts_remaining", "prompt_left", "prompts_left"),
        "left",
    ];

    private static readonly string[] Resets = Both("reset_at", "reset_time", "next_reset_at", "next_reset_time", "expires_at", "expire_at", "end_time", "window_end");
    private static readonly string[] Plans = ["plan", .. Both("plan_name"), "product", "tier"];
    private static readonly string[] HourCounts = [.. Both("window_hours", "duration_hours"), "hours"];
    private static readonly string[] MinuteCounts = [.. Both("window_minutes", "duration_minutes"), "minutes"];

    public static QuotaReading Read(QuotaAnswer answer)
    {
        if (answer.Failure is { } failure)
            return QuotaReading.Failed(failure);
        if (answer.Json.ValueKind != JsonValueKind.Object)
            return QuotaReading.Failed("Invalid JSON");
        if (answer.Json.Member("base_resp") is var status && status.Member("status_code").AsNumber() is { } code && code != 0)
            return QuotaReading.Failed(EcmaScriptText.Trim(status.Member("status_msg").AsText() ?? "") is { Length: > 0 } message ? message : "API error");

        JsonElement payload = answer.Json.Member("data") is { ValueKind: JsonValueKind.Object } data ? data : answer.Json;
        return Candidates(payload).Append(payload).FirstOrDefault(candidate => UsedPercent(candidate) is not null) is { ValueKind: JsonValueKind.Object } best
            ? new QuotaReading([new QuotaWindow(Label(best), UsedPercent(best)!.Value, Reset(best) ?? Reset(payload))], Plan(best) ?? Plan(payload))
            : QuotaReading.Failed("Unsupported response shape");
    }

    /// <summary>The objects that say something of use, the most telling first, and the nearest first among equals.</summary>
    private static IEnumerable<JsonElement> Candidates(JsonElement payload)
    {
        List<(JsonElement Value, int Score, int Depth)> found = [];
        Queue<(JsonElement Value, int Depth)> waiting = new([(payload, 0)]);
        for (int visited = 0; visited < MostVisited && waiting.TryDequeue(out (JsonElement Value, int Depth) next); visited++)
        {
            if (next.Value.ValueKind == JsonValueKind.Object && Score(next.Value) is > 0 and int score)
                found.Add((next.Value, score, next.Depth));
            if (next.Depth >= Deepest)
                continue;

            foreach (JsonEntry inner in next.Value.Entries().Where(entry => entry.Value.IsContainer()))
                waiting.Enqueue((inner.Value, next.Depth + 1));
        }

        return found.OrderByDescending(one => one.Score).ThenBy(one => one.Depth).Select(one => one.Value);
    }

    private static int Score(JsonElement value) =>
        (Number(value, Percents) is null ? 0 : 4)
        + (Number(value, Totals) is null ? 0 : 3)
        + (Number(value, UsedCounts) is null && Number(value, Remainders) is null ? 0 : 2)
        + (Reset(value) is null ? 0 : 1)
        + (Plan(value) is null ? 0 : 1);

    /// <summary>Counts win over a percentage, which may be the one of what is left.</summary>
    private static double? UsedPercent(JsonElement value)
    {
        double? total = Number(value, Totals);
        double? used = Number(value, UsedCounts) ?? total - Number(value, Remainders);
        if (total > 0 && used is { } count)
            return QuotaNumbers.Percent(count / total.Value * 100);

        return Number(value, Percents) is { } percent ? QuotaNumbers.Percent(percent <= 1 ? percent * 100 : percent) : null;
    }

    private static string Label(JsonElement value) =>
        Number(value, HourCounts) is > 0 and { } hours ? $"{EcmaScriptNumber.ToText(hours)}h" :
        Number(value, MinuteCounts) is > 0 and { } minutes ? $"{EcmaScriptNumber.ToText(minutes)}m" :
        UsualLabel;

    private static double? Number(JsonElement value, string[] names) => names.Select(name => QuotaNumbers.NumberOf(value.Member(name))).FirstOrDefault(number => number is not null);

    private static double? Reset(JsonElement value) => Resets.Select(name => QuotaNumbers.TimeOf(value.Member(name))).FirstOrDefault(time => time is not null);

    private static string? Plan(JsonElement value) => Plans.Select(name => EcmaScriptText.Trim(value.Member(name).AsText() ?? "")).FirstOrDefault(plan => plan.Length > 0);

    /// <summary>Each name with an underscore, then as one word.</summary>
    private static string[] Both(params string[] names) => [.. names.SelectMany(name => (string[])[name, Camel(name)])];

    private static string Camel(string name) => string.Concat(name.Split('_').Select((word, place) => place == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
