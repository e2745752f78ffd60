using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Migrating;

/// <summary>What becomes of an agent's credentials (docs/gateway/later.md §1.5, §2.4).</summary>
internal static class MovedCredentials
{
    private const int MostNamed = 8;

    private static readonly string[] OfDocument = ["version", "profiles", "order", "lastGood", "usageStats"];
    private static readonly string[] OfAll = ["type", "mode", "provider", "email", "displayName", "copyToAgents", "setup"];
    private static readonly string[] OfKey = ["key", "apiKey", "keyRef", "metadata"];
    private static readonly string[] OfToken = ["token", "tokenRef", "expires"];
    private static readonly string[] OfSignIn =
    [
        "access", "refresh", "expires", "idToken", "clientId", "enterpriseUrl", "projectId", "accountId", "chatgptPlanType", "subscriptionType", "rateLimitTier",
        "tokenEndpoint", "deviceAuthorizationEndpoint", "issuer", "authFlow", "oauthRef",
    ];

    private static readonly string[] OfUsage =
    [
        "lastUsed", "errorCount", "lastFailureAt", "failureCounts", "cooldownUntil", "cooldownReason", "cooldownModel", "cooldownClassification", "disabledUntil", "disabledReason",
        "blockedUntil", "blockedReason", "blockedSource", "blockedModel", "blockedScope", "lastProbeAt",
    ];

    private static readonly string[] Reasons =
    [
        "auth", "auth_permanent", "format", "overloaded", "rate_limit", "billing", "timeout", "model_not_found", "session_expired", "empty_response", "no_error_details", "unclassified", "unknown",
    ];

    /// <summary>Providers whose sign-ins the gateway of today does not know any more.</summary>
    private static readonly string[] GoneSignIns = ["qwen-portal", "google-antigravity"];

    /// <summary>Providers that were built in, and need a plugin now.</summary>
    private static readonly string[] InPlugins = ["zai", "groq", "mistral", "moonshot", "kimi-code", "kimi-coding", "venice", "synthetic", "xiaomi", "chutes", "deepseek", "vercel-ai-gateway"];

    /// <summary>What becomes of them.</summary>
    public static IEnumerable<MigrationFinding> Of(MovingInstallation installation, AgentContext agent, List<MoltbotException> errors) =>
        InStore(installation, agent, errors)
            .Concat(BesideStore(installation, agent, errors))
            .Select(finding => finding with { Agent = agent.Id.Value });

    private static IEnumerable<MigrationFinding> InStore(MovingInstallation installation, AgentContext agent, List<MoltbotException> errors)
    {
        string path = agent.StorePath;
        if (agent.Reading.OwnProblem is { } problem)
        {
            errors.Add(problem);
            yield return new MigrationFinding(MigrationKind.StoreRefused)
            {
                Path = path,
                Message = "The store cannot be read. The gateway's doctor takes nothing of it over, does not say so, and gives the file another name (.migrated-…).",
                Advice = "Repair the file before you run `openclaw doctor --fix`.",
            };
        }

        if (agent.Reading.Own is not { } own)
            yield break;

        AuthProfileStore after = TodayDocument.Read(new StoredCells(path) { Store = own.Json });
        foreach (PassedOverEntry entry in after.PassedOver)
        {
            yield return new MigrationFinding(MigrationKind.ProfileLost)
            {
                Path = path,
                Entry = $"profiles.{entry.Id}",
                ProfileId = entry.Id,
                Message = $"The entry is not taken over: {ReasonOf(entry.Json)}. Only the old file, which is renamed, still has it then.",
                Advice = "Write down what it holds, or make a profile of kind api_key, token or oauth of it first.",
            };
        }

        foreach (AuthProfile profile in after.Profiles)
        {
            foreach (MigrationFinding finding in OfProfile(installation, profile, own, path))
                yield return finding with { Path = path, ProfileId = profile.Id, Entry = finding.Entry ?? $"profiles.{profile.Id}" };
        }

        string[] unknown = [.. own.Json.Entries().Select(member => member.Name).Except(OfDocument, StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            yield return new MigrationFinding(MigrationKind.MemberLost)
            {
                Path = path,
                Message = $"The gateway does not know what the store says besides its profiles, and drops it: {Names(unknown)}.",
                Advice = "Keep a backup of the file if something of yours reads these members.",
            };
        }

        foreach (string id in own.Store.UsedProfileIds)
        {
            JsonElement usage = own.Json.Member("usageStats").Member(id);
            string[] forgotten =
            [
                .. usage.Entries().Select(member => member.Name).Except(OfUsage, StringComparer.Ordinal),
                .. usage.Member("failureCounts").Entries().Select(member => member.Name).Except(Reasons, StringComparer.Ordinal).Select(reason => $"failureCounts.{reason}"),
            ];
            if (forgotten.Length > 0)
            {
                yield return new MigrationFinding(MigrationKind.UsageForgotten)
                {
                    Path = path,
                    Entry = $"usageStats.{id}",
                    ProfileId = id,
                    Message = $"The gateway does not know all that is remembered of the use of the profile, and drops {Names(forgotten)}.",
                    Advice = "Nothing has to be done.",
                };
            }
        }

        if (own.Store.Profiles.Count(profile => profile.HasPlainSecret) is > 0 and var secrets)
        {
            yield return new MigrationFinding(MigrationKind.SecretsStay)
            {
                Path = path,
                Message = $"The file is renamed to {Path.GetFileName(path)}.migrated-<time>-<id> and stays, and {(secrets == 1 ? "the secret of one profile stands" : $"the secrets of {secrets.ToString(PlainNumbers.Format)} profiles stand")} in it in plain text.",
                Advice = "Delete that file once the gateway works with the credentials, or make a backup that is encrypted and delete it then.",
            };
        }
    }

    private static IEnumerable<MigrationFinding> OfProfile(MovingInstallation installation, AuthProfile profile, StoreContent own, string path)
    {
        JsonElement stored = own.Entry(profile.Id);
        string[] lost = [.. stored.Entries().Select(member => member.Name).Except([.. OfAll, .. MembersOf(profile.Kind)], StringComparer.Ordinal)];
        if (lost.Length > 0)
        {
            yield return new MigrationFinding(MigrationKind.MemberLost)
            {
                Message = $"The gateway does not know these members of a profile of its kind, and drops them: {Names(lost)}.",
                Advice = "Keep a backup of the store if something of yours reads them.",
            };
        }

        if (profile.HasInvalidExpiry && profile.Kind == AuthProfileKind.Token && AuthProfile.Read(profile.Id, stored, path) is { Expires: null })
        {
            yield return new MigrationFinding(MigrationKind.ExpiryLost)
            {
                Entry = $"profiles.{profile.Id}.expires",
                Message = "What is no time is taken for one that has passed, so the gateway does not use the token any more.",
                Advice = "Take the member out of the store, or import the token again, before the gateway takes it over.",
            };
        }

        if (profile.Reference is not null && AuthProfile.Read(profile.Id, stored, path) is { HasPlainSecret: true })
        {
            yield return new MigrationFinding(MigrationKind.PlainSecretDropped)
            {
                Message = $"A plain secret stands beside the reference to {profile.Reference}, which is used; the plain one is dropped.",
                Advice = "Nothing has to be done.",
            };
        }

        if (profile.Reference is { } reference && !IsDeclared(installation, reference))
        {
            yield return new MigrationFinding(MigrationKind.ReferenceUnresolved)
            {
                Message = $"The secret is kept elsewhere ({reference}), and the configuration does not declare the provider {reference.Provider}: {Path.GetFileName(installation.Paths.SecretProvidersPath)} is a file of ours that the gateway does not read. It will not find the secret.",
                Advice = $"Declare the provider in secrets.providers of openclaw.json once the gateway has taken the installation over.",
            };
        }

        if (NewIdOf(profile.Id, own.Store) is { } newId)
        {
            yield return new MigrationFinding(MigrationKind.ProfileRenamed)
            {
                Message = $"The profile becomes one of the provider openai, under the id {newId}.",
                Advice = "Name it so in scripts and orders of yours.",
            };
        }

        if (profile.Kind == AuthProfileKind.OAuth && Array.IndexOf(GoneSignIns, profile.Provider.Value) >= 0)
        {
            yield return new MigrationFinding(MigrationKind.SignInUseless)
            {
                Message = $"The sign-in is kept, but the gateway does not know sign-ins of {profile.Provider} any more: nothing uses or renews it.",
                Advice = "Choose another provider for the models that use it.",
            };
        }
        else if (Array.IndexOf(InPlugins, profile.Provider.Value) >= 0)
        {
            yield return new MigrationFinding(MigrationKind.PluginNeeded)
            {
                Message = $"The provider {profile.Provider} was built in and needs a plugin now; without it nothing uses the profile.",
                Advice = "Have the gateway install the plugin: `openclaw plugins install`.",
            };
        }
    }

    /// <summary>What else holds secrets of the agent, and stays under another name or as it is.</summary>
    private static IEnumerable<MigrationFinding> BesideStore(MovingInstallation installation, AgentContext agent, List<MoltbotException> errors)
    {
        string[] older = [Path.Combine(agent.Directory, "auth.json"), .. agent.Id == Installation.AgentId.Main ? [Path.Combine(installation.Paths.OAuthDirectory, "oauth.json")] : Array.Empty<string>()];
        foreach (string path in older.Where(RealPath.Exists))
        {
            yield return new MigrationFinding(MigrationKind.SecretsStay)
            {
                Path = path,
                Message = "What is in the file of an older layout is taken over, and the file stays under another name (.migrated-…), with its secrets in plain text.",
                Advice = "Delete that file once the gateway works with the credentials.",
            };
        }

        foreach (string copy in MigrationCheck.CopiesOf(agent.StorePath, errors))
        {
            yield return new MigrationFinding(MigrationKind.SecretsStay)
            {
                Path = copy,
                Message = "A copy of the store is not taken over, and stays with the secrets that are in it.",
                Advice = "Delete it if nothing needs it.",
            };
        }
    }

    private static string[] MembersOf(AuthProfileKind kind) => kind switch
    {
        AuthProfileKind.ApiKey => OfKey,
        AuthProfileKind.Token => OfToken,
        _ => OfSignIn,
    };

    private static bool IsDeclared(MovingInstallation installation, SecretReference reference) =>
        reference.Source == SecretReferenceSource.Environment && reference.Provider == "default"
        || installation.ConfigurationFile.Configuration.Json.At("secrets", "providers", reference.Provider) is not null;

    /// <summary>The id that a sign-in with a plan of OpenAI's gets, whose provider is one with the provider of its keys; <see langword="null"/> for all others.</summary>
    private static string? NewIdOf(string id, AuthProfileStore store)
    {
        int colon = id.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || EcmaScriptText.ToLower(EcmaScriptText.Trim(id[..colon])) != "openai-codex")
            return null;

        string name = EcmaScriptText.Trim(id[(colon + 1)..]) is { Length: > 0 } given ? given : "default";
        return store.Has($"openai:{name}") ? $"openai:chatgpt-{name}" : $"openai:{name}";
    }

    private static string ReasonOf(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            return "it is no object";

        return EcmaScriptText.IsBlank(entry.Member("provider").AsText()) ? "it names no provider" : "its type is none of api_key, token and oauth";
    }

    private static string Names(string[] names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? $" and {(names.Length - MostNamed).ToString(PlainNumbers.Format)} more" : "");
}
