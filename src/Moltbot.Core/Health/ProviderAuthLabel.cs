using System.Globalization;
using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Health;

/// <summary>
/// A provider's credentials in one line, as the gateway's <c>/model status</c> shows them (docs/gateway/sessions.md §6): the
/// profiles in the order in which they are tried, each with what is to be known of it, or the key that takes their place.
/// </summary>
internal sealed class ProviderAuthLabel
{
    private const double Minute = 60_000;
    private const string Missing = "missing";

    private readonly AuthProfileStore store;
    private readonly MoltbotConfiguration configuration;
    private readonly ProcessEnvironment environment;
    private readonly Agent agent;
    private readonly double now;

    public ProviderAuthLabel(AuthProfileStore store, MoltbotInstallation installation, Agent agent)
    {
        this.store = store;
        this.agent = agent;
        configuration = installation.Configuration;
        environment = installation.Environment;
        now = installation.Now;
    }

    /// <summary>The line for a provider whose profiles are tried in an order.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="order">The profiles, the first one first.</param>
    /// <param name="withPlace">Whether the line says in which file the profiles are.</param>
    public string Of(ProviderId provider, IReadOnlyList<string> order, bool withPlace = true)
    {
        if (order.Count > 0)
            return string.Join(", ", order.Select(id => Describe(id, provider, isNext: id == order[0]))) + (withPlace ? $" (auth-profiles.json: {Shorten(agent.StorePath)})" : "");
        if (EnvironmentKeys.Find(provider, environment) is { } key)
            return $"{(key.Source.Contains("oauth", StringComparison.OrdinalIgnoreCase) ? ProviderStatus.OAuthInEnvironment : key.ShownValue)} ({key.Source})";

        return configuration.Provider(provider.Value)?.ApiKey is { } configured
            ? $"{new Secret(configured).Mask()} (models.json: {Shorten(Path.Combine(agent.Directory, "models.json"))})"
            : Missing;
    }

    private string Describe(string profileId, ProviderId provider, bool isNext)
    {
        AuthProfile profile = store.Find(profileId)!;
        string[] flags = [.. Flags(profile, provider, isNext)];
        return $"{profileId}={Value(profile)}{(flags.Length > 0 ? $" ({string.Join(", ", flags)})" : "")}";
    }

    private string Value(AuthProfile profile)
    {
        if (configuration.Profiles.TryGetValue(profile.Id, out ConfiguredProfile? configured)
            && (configured.Provider != profile.ProviderName || !ProfileRules.AllowsKind(configured, profile.Kind)))
        {
            return Missing;
        }

        return profile.Kind switch
        {
            AuthProfileKind.ApiKey => profile.MaskedValue,
            AuthProfileKind.Token => "token:" + profile.MaskedValue,
            _ when ProfileLabel.EmailOf(profile.Id, profile, configuration) is { } email => $"OAuth ({email})",
            _ => "OAuth",
        };
    }

    private IEnumerable<string> Flags(AuthProfile profile, ProviderId provider, bool isNext)
    {
        if (isNext)
            yield return "next";
        if ((store.LastGood(provider.Value) ?? store.LastGood(profile.ProviderName)) == profile.Id)
            yield return "lastGood";

        ProfileUsage usage = store.Usage(profile.Id);
        if (usage.IsUnusableAt(now))
            yield return usage.CooldownUntil > now ? $"cooldown {Until(usage.CooldownUntil.Value)}" : "cooldown";
        if (profile.Kind != AuthProfileKind.ApiKey && profile.Expires is { } expires && double.IsFinite(expires) && expires > 0)
            yield return expires <= now ? "expired" : $"exp {Until(expires)}";
    }

    private string Until(double time)
    {
        double minutes = Round((time - now) / Minute);
        return
            minutes < 1 ? "soon" :
            minutes < 60 ? Text(minutes, "m") :
            Round(minutes / 60) < 48 ? Text(Round(minutes / 60), "h") :
            Text(Round(Round(minutes / 60) / 24), "d");
    }

    private string Shorten(string path) => UserPath.Shorten(path, environment);

    private static string Text(double number, string unit) => number.ToString(CultureInfo.InvariantCulture) + unit;

    private static double Round(double number) => Math.Floor(number + 0.5);
}
