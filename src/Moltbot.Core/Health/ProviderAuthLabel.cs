using System.Globalization;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
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

    private readonly AgentContext context;

    public ProviderAuthLabel(AgentContext context) => this.context = context;

    /// <summary>The line for a provider.</summary>
    /// <param name="plan">What its credential could be taken from.</param>
    /// <param name="withPlace">Whether the line says in which file the profiles are.</param>
    public string Of(CredentialPlan plan, bool withPlace = true)
    {
        if (plan.Tried.Count > 0)
            return string.Join(", ", plan.Tried.Select((tried, place) => Describe(tried, plan.Provider, isNext: place == 0))) + (withPlace ? $" (auth-profiles.json: {Shorten(context.StorePath)})" : "");
        if (plan.Keys is not [PlannedCredential key, ..])
            return Missing;

        return key.IsConfigured
            ? $"{key.MaskedValue} ({key.Source}: {Shorten(context.ModelsPath)})"
            : $"{(key.Mode == CredentialMode.OAuth ? ProviderStatus.OAuthInEnvironment : key.MaskedValue)} ({key.Source})";
    }

    private string Describe(PlannedCredential tried, ProviderId provider, bool isNext)
    {
        string[] flags = [.. Flags(tried, provider, isNext)];
        return $"{tried.ProfileId}={Value(tried)}{(flags.Length > 0 ? $" ({string.Join(", ", flags)})" : "")}";
    }

    private string Value(PlannedCredential tried) => tried switch
    {
        { Step: CredentialStep.None { State: CandidateState.ModeMismatch } } => Missing,
        { Mode: CredentialMode.ApiKey } => tried.MaskedValue,
        { Mode: CredentialMode.Token } => "token:" + tried.MaskedValue,
        _ when ProfileLabel.EmailOf(tried.ProfileId!, tried.Profile!, context.Configuration) is { } email => $"OAuth ({email})",
        _ => "OAuth",
    };

    private IEnumerable<string> Flags(PlannedCredential tried, ProviderId provider, bool isNext)
    {
        AuthProfile profile = tried.Profile!;
        if (isNext)
            yield return "next";
        if ((context.View.LastGood(provider.Value) ?? context.View.LastGood(profile.ProviderName)) == profile.Id)
            yield return "lastGood";

        if (tried.Unusable is not null)
            yield return tried.Usage.CooldownUntil is { } end && end > context.Now ? $"cooldown {Until(end)}" : "cooldown";
        if (profile.Kind != AuthProfileKind.ApiKey && profile.Expires is { } expires && double.IsFinite(expires) && expires > 0)
            yield return expires <= context.Now ? "expired" : $"exp {Until(expires)}";
    }

    private string Until(double time)
    {
        double minutes = Round((time - context.Now) / Minute);
        return
            minutes < 1 ? "soon" :
            minutes < 60 ? Text(minutes, "m") :
            Round(minutes / 60) < 48 ? Text(Round(minutes / 60), "h") :
            Text(Round(Round(minutes / 60) / 24), "d");
    }

    private string Shorten(string path) => UserPath.Shorten(path, context.Environment);

    private static string Text(double number, string unit) => number.ToString(CultureInfo.InvariantCulture) + unit;

    private static double Round(double number) => Math.Floor(number + 0.5);
}
