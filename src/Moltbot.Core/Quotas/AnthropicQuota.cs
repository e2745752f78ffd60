using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Quotas;

/// <summary>Anthropic's answer (docs/gateway/usage.md §5.1), which claude.ai gives to a browser in the same shape.</summary>
internal static class AnthropicQuota
{
    /// <summary>What it says of a token that was not made to look at the account.</summary>
    private const string ScopeMissing = "scope requirement user:profile";

    public static QuotaReading Read(QuotaAnswer answer) =>
        answer.Unreachable is not null ? QuotaReading.Failed(answer.Unreachable) :
        !answer.IsSuccess ? QuotaReading.Failed(answer.Message is { } message ? $"{answer.StatusText}: {message}" : answer.StatusText) :
        new QuotaReading([.. WindowsIn(answer.Json)]);

    /// <summary>Whether the token may not look at the account, as that of <c>claude setup-token</c> may not.</summary>
    public static bool MayNotLook(QuotaAnswer answer) =>
        answer.Status == 403 && answer.Message?.Contains(ScopeMissing, StringComparison.Ordinal) == true;

    /// <summary>The first organisation of a browser's account, or <see langword="null"/>.</summary>
    public static string? OrganizationIn(QuotaAnswer answer) =>
        answer is { IsSuccess: true, Json.ValueKind: JsonValueKind.Array }
            ? answer.Json.EnumerateArray().Select(one => one.Member("uuid").AsText()).FirstOrDefault(id => !string.IsNullOrWhiteSpace(id))
            : null;

    private static IEnumerable<QuotaWindow> WindowsIn(JsonElement json)
    {
        if (Used(json, "five_hour") is { } fiveHours)
            yield return new("5h", fiveHours, QuotaNumbers.TimeOf(json.Member("five_hour").Member("resets_at")));
        if (Used(json, "seven_day") is { } week)
            yield return new("Week", week, QuotaNumbers.TimeOf(json.Member("seven_day").Member("resets_at")));
        if (Used(json, "seven_day_sonnet") is { } sonnet)
            yield return new("Sonnet", sonnet);
        else if (Used(json, "seven_day_opus") is { } opus)
            yield return new("Opus", opus);
    }

    private static double? Used(JsonElement json, string member) =>
        QuotaNumbers.NumberOf(json.Member(member).Member("utilization")) is { } used ? QuotaNumbers.Percent(used) : null;
}
