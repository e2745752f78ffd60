using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Configuration;

/// <summary>How long the cooldown of a provider's profiles lasts after failures, in milliseconds: <c>auth.cooldowns</c> (docs/gateway/errors.md §4).</summary>
/// <param name="BillingBackoff">How long the first billing failure disables a profile; every further one doubles it.</param>
/// <param name="BillingMaximum">The longest that it is disabled.</param>
/// <param name="FailureWindow">How long failures are counted together.</param>
public sealed record CooldownTimes(double BillingBackoff, double BillingMaximum, double FailureWindow)
{
    private const double Hour = 3_600_000;
    private const double DefaultBillingBackoff = 5;
    private const double DefaultBillingMaximum = 24;
    private const double DefaultFailureWindow = 24;

    /// <summary>The times of a provider. A number of hours that makes no sense counts as none.</summary>
    internal static CooldownTimes Read(JsonNode? cooldowns, ProviderId provider) => new(
        Hours(OfProvider(cooldowns.Member("billingBackoffHoursByProvider"), provider) ?? cooldowns.Member("billingBackoffHours"), DefaultBillingBackoff),
        Hours(cooldowns.Member("billingMaxHours"), DefaultBillingMaximum),
        Hours(cooldowns.Member("failureWindowHours"), DefaultFailureWindow));

    /// <summary>The first entry that means the provider. It counts even where it makes no sense, unless it is null.</summary>
    private static JsonNode? OfProvider(JsonNode? byProvider, ProviderId provider)
    {
        foreach ((string name, JsonNode? hours) in byProvider.Entries())
        {
            if (ProviderId.Parse(name) == provider)
                return hours;
        }

        return null;
    }

    private static double Hours(JsonNode? json, double usual) =>
        (json.AsNumber() is { } hours && double.IsFinite(hours) && hours > 0 ? hours : usual) * Hour;
}
