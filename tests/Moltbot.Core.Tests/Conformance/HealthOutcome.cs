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
            ["providers"] = new JsonArray([.. summary.Providers.Select(Of)]),
        };
    }

    /// <summary>With a list that can be looked into: what is recorded has numbers that JSON cannot hold, so nothing is written and read again.</summary>
    private static JsonObject Of(ProviderHealth provider)
    {
        JsonObject json = HealthJson.Of(provider);
        json["profiles"] = new JsonArray([.. provider.Profiles.Select(HealthJson.Of)]);
        return json;
    }
}
