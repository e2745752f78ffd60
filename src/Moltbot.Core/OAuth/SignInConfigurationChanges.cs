using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>What a sign-in changes in the configuration (docs/gateway/oauth.md §12). Pure.</summary>
internal static class SignInConfigurationChanges
{
    private static readonly string[] ModelsPath = ["agents", "defaults", "models"];
    private static readonly string[] DefaultPath = ["agents", "defaults", "model"];

    /// <summary>The entry of the profile, and its place in an order of the provider that there is.</summary>
    /// <param name="configuration">The configuration as it is.</param>
    /// <param name="signedIn">What the sign-in gave.</param>
    /// <param name="profileId">The id that it is stored under.</param>
    public static IReadOnlyList<ConfigurationChange> Enter(MoltbotConfiguration configuration, SignedIn signedIn, string profileId) =>
        AuthProfileConfiguration.Enter(configuration, new ConfiguredProfile(profileId, signedIn.Provider.Provider.Value, signedIn.Entry["type"].AsText(), Email: null));

    /// <summary>What the provider needs besides: where its requests go, and that its models are allowed.</summary>
    public static IReadOnlyList<ConfigurationChange> Prepare(MoltbotConfiguration configuration, SignedIn signedIn) =>
    [
        .. signedIn.Provider.Configuration.Endpoint is { } endpoint ? [EndpointOf(signedIn, endpoint)] : (ConfigurationChange[])[],
        .. ModelsOf(signedIn.Provider.Configuration).Where(model => !Has(configuration, model.Name)).Select(model => ConfigurationChange.Set([.. ModelsPath, model.Name], model.Entry)),
    ];

    /// <summary>That the provider's model becomes the default, where it takes the place of what there is.</summary>
    public static IReadOnlyList<ConfigurationChange> MakeDefault(MoltbotConfiguration configuration, SignInProvider provider)
    {
        if (provider.Configuration.Model is not { } model || !TakesPlaceOf(configuration.DefaultModel.Primary, provider.Configuration))
            return [];

        return configuration.Json.At(DefaultPath) is JsonObject
            ? [ConfigurationChange.Set([.. DefaultPath, "primary"], model)]
            : [ConfigurationChange.Set(DefaultPath, new JsonObject { ["primary"] = model })];
    }

    /// <summary>
    /// What a gateway of today enters for a sign-in: not the profile, whose place in the order it stores, but the provider's model.
    /// Where the list of models may still say which are allowed, it is left alone, as nobody has agreed to a change of that.
    /// </summary>
    /// <param name="configuration">The configuration as it is.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="setDefaultModel">Whether its model becomes the default.</param>
    public static IReadOnlyList<ConfigurationChange> PrepareToday(MoltbotConfiguration configuration, SignInProvider provider, bool setDefaultModel)
    {
        if (provider.Configuration.TodayModel is not { } model)
            return [];

        bool isListed = Has(configuration, model) || configuration.Json.At("meta", "migrations", "modelPolicyAllowlist") is not JsonValue migrated || migrated.GetValueKind() != JsonValueKind.True;
        return
        [
            .. isListed ? (ConfigurationChange[])[] : [ConfigurationChange.Set([.. ModelsPath, model], new JsonObject())],
            .. setDefaultModel ? [ConfigurationChange.Set(configuration.Json.At(DefaultPath) is JsonObject ? [.. DefaultPath, "primary"] : DefaultPath, model)] : (ConfigurationChange[])[],
        ];
    }

    private static bool TakesPlaceOf(string? primary, SignInConfiguration rules)
    {
        string current = EcmaScriptText.ToLower(EcmaScriptText.Trim(primary ?? ""));
        return current.Length == 0
            || (rules.Replaces.Count == 0 && rules.ReplacesExactly.Count == 0)
            || rules.Replaces.Any(beginning => current.StartsWith(beginning, StringComparison.Ordinal))
            || rules.ReplacesExactly.Contains(current, StringComparer.Ordinal);
    }

    private static bool Has(MoltbotConfiguration configuration, string model) => configuration.Json.At(ModelsPath) is JsonObject models && models.ContainsKey(model);

    private static IEnumerable<(string Name, JsonObject Entry)> ModelsOf(SignInConfiguration rules)
    {
        if (rules is { AllowsModel: true, Model: { } model })
            yield return (model, rules.Alias is { } alias ? new JsonObject { ["alias"] = alias } : []);
        foreach (string further in rules.Further)
            yield return (further, []);
    }

    private static ConfigurationChange EndpointOf(SignedIn signedIn, SignInEndpoint endpoint) => ConfigurationChange.Set(
        ["models", "providers", signedIn.Provider.Provider.Value],
        new JsonObject
        {
            ["baseUrl"] = signedIn.Endpoint ?? endpoint.BaseUrl,
            ["apiKey"] = endpoint.Placeholder,
            ["api"] = endpoint.Api,
            ["models"] = JsonText.ToNode(JsonText.Parse(Encoding.UTF8.GetBytes(endpoint.Models))),
        });
}
