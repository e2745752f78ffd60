using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Failures;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class ClassifyTests
{
    [Theory]
    [Recordings("classify")]
    public void The_reason_of_a_failure_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("classify", id);
        recorded.NeedsLanguages();

        JsonObject actual = recorded.Input.Text("message") is { } message ? OfMessage(message) : OfFailure(recorded.Input["error"]!.AsObject());

        JsonDifference.Find(recorded.Expected, actual).ShouldBeNull();
    }

    private static JsonObject OfMessage(string message) => new()
    {
        ["reason"] = FailureText.Classify(message)?.ToStoredName(),
        ["isRateLimit"] = FailureText.IsRateLimit(message),
        ["isOverloaded"] = FailureText.IsOverloaded(message),
        ["isTimeout"] = FailureText.IsTimeout(message),
        ["isBilling"] = FailureText.IsBilling(message),
        ["isAuth"] = FailureText.IsAuth(message),
        ["isFormat"] = FailureText.IsFormat(message),
    };

    private static JsonObject OfFailure(JsonObject thrown)
    {
        ProviderFailure failure = Read(thrown)!;
        FailureReason? reason = FailureReasons.Parse(IsFailover(thrown) ? thrown.Text("reason") : null) ?? failure.Reason;
        return new JsonObject
        {
            ["reason"] = reason?.ToStoredName(),
            ["isTimeout"] = failure.IsTimeout,
            ["described"] = Members(failure.Description, reason, failure.Status, failure.Code),
            ["coerced"] = Coerced(thrown, failure, reason),
        };
    }

    /// <summary>What the gateway makes of a failure after which it tries another credential: one that says which it has tried.</summary>
    private static JsonObject? Coerced(JsonObject thrown, ProviderFailure failure, FailureReason? reason)
    {
        if (reason is null)
            return null;

        bool isDone = IsFailover(thrown);
        JsonObject json = Members(failure.Description, reason, failure.Status ?? (isDone ? null : StatusFor(reason)), failure.Code);
        Add(json, "provider", isDone ? thrown.Text("provider") : "prov");
        Add(json, "model", isDone ? thrown.Text("model") : "mod");
        Add(json, "profileId", isDone ? thrown.Text("profileId") : "prov:id");
        return json;
    }

    private static bool IsFailover(JsonObject thrown) => thrown.Text("type") == "failover";

    private static double? StatusFor(FailureReason? reason) => reason switch
    {
        FailureReason.Billing => 402,
        FailureReason.RateLimit => 429,
        FailureReason.Auth => 401,
        FailureReason.Timeout => 408,
        FailureReason.Format => 400,
        _ => null,
    };

    private static JsonObject Members(string message, FailureReason? reason, double? status, string? code)
    {
        JsonObject json = new() { ["message"] = message };
        Add(json, "reason", reason?.ToStoredName());
        Add(json, "status", status);
        Add(json, "code", code);
        return json;
    }

    private static void Add(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
            json[name] = value;
    }

    /// <summary>What was thrown, as the gateway's language sees it.</summary>
    private static ProviderFailure? Read(JsonNode? thrown) => thrown is not JsonObject description ? null : description.Text("type") switch
    {
        "failover" => OfFailover(description),
        "value" => OfValue(description["value"]),
        "object" when description["value"] is JsonObject members => OfMembers(members) with { Fallback = "[object Object]" },
        _ => OfMembers(description["props"]) with
        {
            Message = description.Text("message"),
            Name = description.Text("name") ?? "Error",
            Fallback = description.Text("name") ?? "Error",
            Cause = Read(description["cause"]),
            AbortReason = Read(description["reason"]),
        },
    };

    private static ProviderFailure OfFailover(JsonObject description) => new()
    {
        Message = description.Text("message"),
        Name = "FailoverError",
        Status = description["status"].AsNumber(),
        Code = description.Text("code"),
    };

    private static ProviderFailure OfMembers(JsonNode? members) => new()
    {
        Message = members.Member("message").AsText(),
        Name = members.Member("name").AsText() ?? "",
        Status = StatusOf(members.Member("status") ?? members.Member("statusCode")),
        Code = EcmaScriptText.Trim(members.Member("code").AsText() ?? "") is { Length: > 0 } code ? code : null,
        Cause = members.Member("cause") is JsonObject cause ? OfMembers(cause) : OfText(members.Member("cause")),
        AbortReason = members.Member("reason") is JsonObject reason ? OfMembers(reason) : OfText(members.Member("reason")),
    };

    private static ProviderFailure? OfText(JsonNode? value) => value.AsText() is { } text ? new ProviderFailure { Message = text } : null;

    private static double? StatusOf(JsonNode? status) =>
        status.AsNumber() ?? (status.AsText() is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) ? double.Parse(digits, CultureInfo.InvariantCulture) : null);

    private static ProviderFailure OfValue(JsonNode? value) => value switch
    {
        null => new ProviderFailure { Fallback = "null" },
        _ when value.AsNumber() is { } number => new ProviderFailure { Message = EcmaScriptNumber.ToText(number) },
        _ => new ProviderFailure { Message = value.AsText() ?? value.ToJsonString() },
    };
}
