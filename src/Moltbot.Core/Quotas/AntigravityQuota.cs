using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Quotas;

/// <summary>Google's two answers for Antigravity (docs/gateway/usage.md §5.5): the account's credits, then the models.</summary>
internal static class AntigravityQuota
{
    private const int Refused = 401;
    private const int MostModels = 10;

    private static readonly string[] Hidden = ["chat_", "tab_"];

    /// <summary>Whether the first answer says that there is no use in asking on.</summary>
    public static bool IsRefused(QuotaAnswer account) => account.Status == Refused;

    /// <summary>What is asked about the models of an account.</summary>
    public static JsonObject ModelsQuestion(QuotaAnswer account)
    {
        JsonElement project = account.Json.Member("cloudaicompanionProject");
        return account.IsSuccess && (project.AsText() ?? project.Member("id").AsText()) is { Length: > 0 } id ? new() { ["project"] = id } : [];
    }

    /// <summary>What both answers say.</summary>
    /// <param name="account">The first.</param>
    /// <param name="models">The second; <see langword="null"/> where it was not asked for.</param>
    public static QuotaReading Read(QuotaAnswer account, QuotaAnswer? models)
    {
        if (IsRefused(account))
            return QuotaReading.Failed(QuotaAnswer.TokenExpired);

        QuotaWindow[] windows = [.. account.IsSuccess ? Credits(account.Json) : [], .. models is { IsSuccess: true } ? Models(models.Json) : []];
        string? error = models?.Status == Refused ? QuotaAnswer.TokenExpired : Failure(account) ?? (models is null ? null : Failure(models));
        return windows.Length == 0 && error is not null ? QuotaReading.Failed(error) : new QuotaReading(windows, PlanIn(account));
    }

    private static string? Failure(QuotaAnswer answer) => answer.Unreachable ?? (answer.IsSuccess ? null : answer.Message ?? answer.StatusText);

    private static string? PlanIn(QuotaAnswer account) => !account.IsSuccess ? null :
        Text(account.Json.Member("currentTier").Member("name")) ?? Text(account.Json.Member("planType")) ?? Text(account.Json.Member("planInfo").Member("planType"));

    private static IEnumerable<QuotaWindow> Credits(JsonElement account)
    {
        double? monthly = QuotaNumbers.NumberOf(account.Member("planInfo").Member("monthlyPromptCredits"));
        return QuotaNumbers.NumberOf(account.Member("availablePromptCredits")) is { } available && monthly is > 0 and { } all
            ? [new("Credits", QuotaNumbers.Percent((all - available) / all * 100))]
            : [];
    }

    private static IEnumerable<QuotaWindow> Models(JsonElement answer) => answer.Member("models").Entries()
        .Where(model => !Array.Exists(Hidden, part => model.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        .Select(model => (model.Name, Quota: model.Value.Member("quotaInfo")))
        .Select(model => (model.Name, Left: QuotaNumbers.NumberOf(model.Quota.Member("remainingFraction")), ResetsAt: QuotaNumbers.TimeOf(model.Quota.Member("resetTime"))))
        .Where(model => model.Left is not null)
        .Select(model => new QuotaWindow(model.Name, QuotaNumbers.Percent((1 - model.Left!.Value) * 100), model.ResetsAt))
        .OrderByDescending(window => window.UsedPercent)
        .Take(MostModels);

    private static string? Text(JsonElement value) => EcmaScriptText.Trim(value.AsText() ?? "") is { Length: > 0 } text ? text : null;
}
