using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>What is filled in for those who use Anthropic, by how they sign in.</summary>
internal static class ContextPruningDefaults
{
    private const string Anthropic = "anthropic";

    private enum SignIn
    {
        Unknown,
        ApiKey,
        OAuth,
    }

    /// <summary>Completes <c>agents.defaults</c>, if it is there and it is known how the user signs in.</summary>
    public static void Apply(JsonObject root, ProcessEnvironment environment)
    {
        if (root.At("agents", "defaults") is not JsonObject defaults)
            return;

        SignIn signIn = FindSignIn(root, environment);
        if (signIn == SignIn.Unknown)
            return;

        SetPruning(defaults);
        SetHeartbeat(defaults, signIn == SignIn.OAuth ? "1h" : "30m");
        if (signIn == SignIn.ApiKey)
            SetCacheTime(defaults);
    }

    private static void SetPruning(JsonObject defaults)
    {
        JsonObject pruning = ConfigurationDefaults.ObjectAt(defaults, "contextPruning");
        if (pruning.ContainsKey("mode"))
            return;

        pruning["mode"] = "cache-ttl";
        if (!pruning.ContainsKey("ttl"))
            pruning["ttl"] = "1h";
    }

    private static void SetHeartbeat(JsonObject defaults, string every)
    {
        JsonObject heartbeat = ConfigurationDefaults.ObjectAt(defaults, "heartbeat");
        if (!heartbeat.ContainsKey("every"))
            heartbeat["every"] = every;
    }

    /// <summary>Sets how long prompts stay cached, for every Anthropic model that is allowed and for the primary one.</summary>
    private static void SetCacheTime(JsonObject defaults)
    {
        if (defaults.Member("models") is JsonObject allowed)
        {
            foreach ((string reference, JsonNode? entry) in allowed)
            {
                if (AnthropicModel(reference) is not null)
                    SetCacheTimeOf(entry!.AsObject());
            }
        }

        if (defaults.At("model", "primary").AsText() is { } primary && AnthropicModel(WithoutAlias(primary)) is { } model)
            SetCacheTimeOf(ConfigurationDefaults.ObjectAt(ConfigurationDefaults.ObjectAt(defaults, "models"), model.ToString()));
    }

    private static void SetCacheTimeOf(JsonObject entry)
    {
        JsonObject parameters = ConfigurationDefaults.ObjectAt(entry, "params");
        if (parameters.Member("cacheControlTtl").AsText() is null)
            parameters["cacheControlTtl"] = "1h";
    }

    private static string WithoutAlias(string reference)
    {
        string name = EcmaScriptText.Trim(reference);
        foreach ((string alias, string model) in ModelDefaults.Aliases)
        {
            if (alias == EcmaScriptText.ToLower(name))
                return model;
        }

        return name;
    }

    private static ModelReference? AnthropicModel(string reference) =>
        ModelReference.Parse(reference) is { } model && model.Provider == ProviderId.Default ? model : null;

    private static SignIn FindSignIn(JsonObject root, ProcessEnvironment environment)
    {
        JsonNode? profiles = root.At("auth", "profiles");
        SignIn byOrder = FindFirstOrdered(root.At("auth", "order", Anthropic), profiles);
        if (byOrder != SignIn.Unknown)
            return byOrder;

        bool hasApiKey = false;
        bool hasOAuth = false;
        foreach ((_, JsonNode? profile) in profiles as JsonObject ?? [])
        {
            SignIn signIn = SignInOf(profile);
            hasApiKey |= signIn == SignIn.ApiKey;
            hasOAuth |= signIn == SignIn.OAuth;
        }

        if (hasApiKey != hasOAuth)
            return hasApiKey ? SignIn.ApiKey : SignIn.OAuth;

        return FindInEnvironment(environment);
    }

    private static SignIn FindFirstOrdered(JsonNode? order, JsonNode? profiles)
    {
        foreach (string id in order.Texts())
        {
            SignIn signIn = SignInOf(profiles.Member(id));
            if (signIn != SignIn.Unknown)
                return signIn;
        }

        return SignIn.Unknown;
    }

    private static SignIn FindInEnvironment(ProcessEnvironment environment)
    {
        if (environment.GetNonBlank("ANTHROPIC_OAUTH_TOKEN") is not null)
            return SignIn.OAuth;

        return environment.GetNonBlank("ANTHROPIC_API_KEY") is not null ? SignIn.ApiKey : SignIn.Unknown;
    }

    private static SignIn SignInOf(JsonNode? profile) => profile.Member("provider").AsText() is not Anthropic
        ? SignIn.Unknown
        : profile.Member("mode").AsText() switch
        {
            "api_key" => SignIn.ApiKey,
            "oauth" or "token" => SignIn.OAuth,
            _ => SignIn.Unknown,
        };
}
