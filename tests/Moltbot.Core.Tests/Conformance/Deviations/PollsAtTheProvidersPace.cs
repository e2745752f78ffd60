using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// Whether somebody has entered a code is asked at the pace of RFC 8628: five seconds where none is named, at least one, and
/// five more from each "slow down" on; never beyond the end of the code. A server in trouble is asked again, more slowly. The
/// reference asks without pause, faster after "slow down", or gives up.
/// </summary>
internal sealed class PollsAtTheProvidersPace : Deviation
{
    private const double Usual = 5000;
    private const double Fastest = 1000;
    private const double SlowDown = 5000;

    public override IReadOnlyList<string> Kinds => ["oauth-device"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Input["answers"] is not JsonArray { Count: > 1 } answers || answers[0]!["json"] is not JsonObject begun || recorded.Expected["requests"]!.AsArray().Count < 2)
            return false;

        double end = (Number(begun["expires_in"]) ?? 0) * 1000;
        double pace = Number(begun["interval"]) is > 0 and { } seconds ? Math.Max(Fastest, seconds * 1000) : Usual;
        double elapsed = 0;
        JsonArray waits = [];
        for (int index = 1; index < answers.Count && elapsed < end; index++)
        {
            JsonObject answer = answers[index]!.AsObject();
            elapsed += Number(answer["tookMs"]) ?? 0;
            string? error = answer["json"] is JsonObject json ? json["error"]?.GetValue<string>() : null;
            bool isInTrouble = error is null && (answer.ContainsKey("networkError") || answer["status"]?.GetValue<int>() >= 500);
            if (!isInTrouble && error is not ("authorization_pending" or "slow_down"))
                break;

            pace = isInTrouble ? pace * 2 : error == "slow_down" ? pace + SlowDown : pace;
            double wait = Math.Min(pace, end - elapsed);
            waits.Add(wait);
            elapsed += wait;
            if (isInTrouble && index == answers.Count - 1)
                AskOnce(recorded, answers);
        }

        double moved = waits.Sum(wait => wait!.GetValue<double>()) - recorded.Expected["waits"]!.AsArray().Sum(wait => wait!.GetValue<double>());
        foreach ((_, JsonNode? profile) in recorded.Expected["profiles"] as JsonObject ?? [])
        {
            if (profile!["expires"] is { } expires)
                profile["expires"] = expires.GetValue<double>() + moved;
        }

        bool differs = JsonDifference.Find(recorded.Expected["waits"], waits) is not null;
        recorded.Expected["waits"] = waits;
        return differs;
    }

    /// <summary>What the recording does not answer any more is the end of the code.</summary>
    private static void AskOnce(ConformanceCase recorded, JsonArray answers)
    {
        answers.Add(new JsonObject { ["status"] = 400, ["json"] = new JsonObject { ["error"] = "expired_token" } });
        JsonArray requests = recorded.Expected["requests"]!.AsArray();
        requests.Add(requests[^1]!.DeepClone());
    }

    private static double? Number(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<double>(),
        JsonValueKind.String => double.Parse(value.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}
