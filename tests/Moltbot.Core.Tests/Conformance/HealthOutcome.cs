using System.Text.Json.Nodes;
using Moltbot.Core.Health;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>The overview of expiry, in the shape in which it was recorded.</summary>
internal static class HealthOutcome
{
    public static JsonObject Of(JsonObject input)
    {
        HealthSummary summary = HealthSummary.Build(
            input.Store(),
            input.Configuration(),
            input.Now(),
            input["warnAfterMs"]?.GetValue<double>() ?? HealthSummary.DefaultWarnAfter,
            (input["providers"] as JsonArray)?.Select(provider => provider!.GetValue<string>()));
        return new JsonObject
        {
            ["now"] = summary.Now,
            ["warnAfterMs"] = summary.WarnAfterMilliseconds,
            ["profiles"] = new JsonArray([.. summary.Profiles.Select(HealthJson.Of)]),
            ["providers"] = new JsonArray([.. summary.Providers.Select(HealthJson.Of)]),
        };
    }
}
