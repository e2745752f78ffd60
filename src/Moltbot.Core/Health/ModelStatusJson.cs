using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Health;

/// <summary>The status as the gateway's command line writes it: the same members in the same order.</summary>
internal static class ModelStatusJson
{
    public static JsonObject Of(ModelStatus status)
    {
        JsonObject json = Known(status);
        if (status.NotSeen is { } reason)
            json["auth"]!["notSeen"] = new JsonObject { ["reason"] = reason.Message, ["providersInUse"] = JsonList.Of(status.UnseenProviders) };

        return json;
    }

    private static JsonObject Known(ModelStatus status) => new()
    {
        ["configPath"] = status.ConfigPath,
        ["agentDir"] = status.Directory,
        ["defaultModel"] = status.DefaultModel,
        ["resolvedDefault"] = status.ResolvedDefault,
        ["fallbacks"] = JsonList.Of(status.Fallbacks),
        ["imageModel"] = status.ImageModel,
        ["imageFallbacks"] = JsonList.Of(status.ImageFallbacks),
        ["aliases"] = Members(status.AliasedModels),
        ["allowed"] = JsonList.Of(status.AllowedModels),
        ["auth"] = new JsonObject
        {
            ["storePath"] = status.Path,
            ["shellEnvFallback"] = new JsonObject { ["enabled"] = status.LoginShellEnabled, ["appliedKeys"] = JsonList.Of(status.LoginShellVariables) },
            ["providersWithOAuth"] = JsonList.Of(status.ProvidersWithSignIn),
            ["missingProvidersInUse"] = JsonList.Of(status.MissingProviders),
            ["providers"] = JsonList.Of(status.Providers, Of),
            ["unusableProfiles"] = JsonList.Of(status.UnusableProfiles, Of),
            ["oauth"] = new JsonObject
            {
                ["warnAfterMs"] = status.Health.WarnAfterMilliseconds,
                ["profiles"] = JsonList.Of(status.Health.Profiles, HealthJson.Of),
                ["providers"] = JsonList.Of(status.Health.Providers, HealthJson.Of),
            },
        },
    };

    private static JsonObject Of(ProviderStatus provider)
    {
        JsonObject json = new()
        {
            ["provider"] = provider.Provider,
            ["effective"] = new JsonObject { ["kind"] = provider.CredentialSourceName, ["detail"] = provider.Detail },
            ["profiles"] = new JsonObject
            {
                ["count"] = (double)provider.Profiles.Count,
                ["oauth"] = Count(provider, AuthProfileKind.OAuth),
                ["token"] = Count(provider, AuthProfileKind.Token),
                ["apiKey"] = Count(provider, AuthProfileKind.ApiKey),
                ["labels"] = JsonList.Of(provider.ProfileLabels),
            },
        };
        if (provider.EnvironmentValue is not null)
            json["env"] = new JsonObject { ["value"] = provider.EnvironmentValue, ["source"] = provider.EnvironmentSource };
        if (provider.ConfigurationValue is not null)
            json["modelsJson"] = new JsonObject { ["value"] = provider.ConfigurationValue, ["source"] = provider.ConfigurationSource };

        return json;
    }

    public static JsonObject Of(UnusableProfile profile)
    {
        JsonObject json = new() { ["profileId"] = profile.ProfileId };
        if (profile.Provider is not null)
            json["provider"] = profile.Provider;

        json["kind"] = profile.State.ToName();
        if (profile.DisabledReason is not null)
            json["reason"] = profile.DisabledReason;

        json["until"] = profile.UntilMilliseconds;
        json["remainingMs"] = profile.RemainingMilliseconds;
        return json;
    }

    private static double Count(ProviderStatus provider, AuthProfileKind kind) => provider.Profiles.Count(profile => profile.Kind == kind);

    private static JsonObject Members(IReadOnlyDictionary<string, string> texts)
    {
        JsonObject members = [];
        foreach ((string name, string text) in texts)
            members[name] = text;

        return members;
    }
}
