using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Quotas;

/// <summary>Google's answer for Gemini's command line (docs/gateway/usage.md §5.4): the scarcest model of each family counts.</summary>
internal static class GeminiQuota
{
    public static QuotaReading Read(QuotaAnswer answer)
    {
        if (answer.Failure is { } failure)
            return QuotaReading.Failed(failure);

        JsonElement buckets = answer.Json.Member("buckets");
        (string Model, double Left)[] models = buckets.ValueKind != JsonValueKind.Array ? [] :
        [
            .. buckets.EnumerateArray().Select(bucket => (
                Model: (bucket.Member("modelId").AsText() ?? "").ToLowerInvariant(),
                Left: QuotaNumbers.NumberOf(bucket.Member("remainingFraction")) ?? 1)),
        ];
        return new QuotaReading([.. Window("Pro", "pro", models), .. Window("Flash", "flash", models)]);
    }

    private static IEnumerable<QuotaWindow> Window(string label, string family, (string Model, double Left)[] models)
    {
        double[] left = [.. models.Where(model => model.Model.Contains(family, StringComparison.Ordinal)).Select(model => model.Left)];
        return left.Length == 0 ? [] : [new(label, QuotaNumbers.Percent((1 - left.Min()) * 100))];
    }
}
