using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Monitoring;

/// <summary>What a channel has accepted about one thing, as long as that lasts.</summary>
/// <param name="Severity">How urgent it is, or was when it was looked at last.</param>
/// <param name="Message">What was told last.</param>
/// <param name="Times">When it was told, for each severity, in milliseconds since the Unix epoch.</param>
internal sealed record ToldEvent(MonitorSeverity Severity, string Message, IReadOnlyDictionary<MonitorSeverity, double> Times)
{
    /// <summary>The provider and the profile that it is about.</summary>
    public string? Provider { get; init; }

    /// <summary>The profile that it is about.</summary>
    public string? ProfileId { get; init; }

    /// <summary>What is remembered once an event was told.</summary>
    public static ToldEvent Of(MonitorEvent told, ToldEvent? before, double now)
    {
        Dictionary<MonitorSeverity, double> times = before is null ? [] : new(before.Times);
        times[told.Severity] = now;
        return new ToldEvent(told.Severity, told.Message, times) { Provider = told.Provider, ProfileId = told.ProfileId };
    }

    /// <summary>The same with no time after now: a clock that was set back must not silence anything for longer than usual.</summary>
    public ToldEvent NotAfter(double now) =>
        Times.Values.Any(time => time > now) ? this with { Times = Times.ToDictionary(time => time.Key, time => Math.Min(time.Value, now)) } : this;

    /// <summary>As it is written.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["severity"] = Severity.ToName(), ["message"] = Message };
        if (Provider is not null)
            json["provider"] = Provider;
        if (ProfileId is not null)
            json["profileId"] = ProfileId;

        json["told"] = new JsonObject(Times.OrderBy(time => time.Key).Select(time => KeyValuePair.Create(time.Key.ToName(), (JsonNode?)time.Value)));
        return json;
    }

    /// <summary>Reads one; <see langword="null"/> when it is none.</summary>
    public static ToldEvent? Read(JsonElement json)
    {
        if (MonitorSeverities.Parse(json.Member("severity").AsText()) is not { } severity || json.Member("message").AsText() is not { } message)
            return null;

        Dictionary<MonitorSeverity, double> times = [];
        foreach (JsonEntry entry in json.Member("told").Entries())
        {
            if (MonitorSeverities.Parse(entry.Name) is { } of && entry.Value.AsNumber() is { } time)
                times[of] = time;
        }

        return new ToldEvent(severity, message, times) { Provider = json.Member("provider").AsText(), ProfileId = json.Member("profileId").AsText() };
    }
}
