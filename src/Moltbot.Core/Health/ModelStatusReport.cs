using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>Gathers the <see cref="ModelStatus"/> of an agent.</summary>
internal sealed class ModelStatusReport
{
    /// <summary>The providers whose environment keys are shown even where nothing else mentions them.</summary>
    private static readonly string[] ProbedProviders =
    [
        "anthropic", "github-copilot", "google-vertex", "openai", "google", "groq", "cerebras", "xai", "openrouter", "zai", "mistral", "synthetic",
    ];

    private readonly MoltbotInstallation installation;
    private readonly Agent agent;
    private readonly MoltbotConfiguration configuration;
    private readonly ConfiguredModels models;
    private readonly StoreReading reading;

    public ModelStatusReport(MoltbotInstallation installation, Agent agent)
    {
        this.installation = installation;
        this.agent = agent;
        configuration = installation.Configuration;
        models = new ConfiguredModels(configuration);
        reading = agent.ReadStore();
    }

    public ModelStatus Build(ProviderId? only, TimeSpan? warnWithin)
    {
        if (only is { IsEmpty: true })
            throw new MoltbotException(ErrorCode.ProviderMissing, "Missing provider. Name the provider to look at, or none to look at all of them.");

        ProfileOverview profiles = new(reading.Store, configuration, installation.Now, warnWithin, agent);
        bool areSettingsSeen = installation.Layout.Unseen is null;
        string? defaultModel = !areSettingsSeen ? null : configuration.DefaultModel.Primary is { Length: > 0 } primary ? primary : models.Default.ToString();
        string[] inUse = [defaultModel ?? "", .. configuration.DefaultModel.Fallbacks, configuration.ImageModel.Primary, .. configuration.ImageModel.Fallbacks];
        bool IsWanted(string provider) => only is not { } wanted || ProviderId.Parse(provider) == wanted;

        string[] names = [.. ProviderNames(inUse).Where(IsWanted)];
        ProviderStatus[] providers = [.. names.Select(name => StatusOf(name, profiles)).Where(provider => provider.HasAny)];
        string[] withoutCredential = only is null ? MissingOf(inUse, providers) : providers.Length == 0 ? [only.Value] : [];
        MoltbotException[] errors = [.. installation.Errors.Concat(reading.Errors).DistinctBy(error => error.Message, StringComparer.Ordinal)];
        return new ModelStatus(profiles.Health(reading.Unseen is null ? names : [.. names.Where(name => profiles.Of(ProviderId.Parse(name)).Count > 0)]))
        {
            ConfigPath = installation.Paths.ConfigPath,
            ConfigExists = installation.ConfigExists,
            InstallationExists = installation.Exists,
            StateDirectory = agent.StateDirectory,
            Agent = agent.Id.Value,
            AgentDirectory = agent.Directory,
            StorePath = agent.StorePath,
            DefaultModel = defaultModel,
            ResolvedDefault = areSettingsSeen ? models.Default.ToString() : null,
            Fallbacks = configuration.DefaultModel.Fallbacks,
            ImageModel = configuration.ImageModel.Primary is { Length: > 0 } imageModel ? imageModel : null,
            ImageFallbacks = configuration.ImageModel.Fallbacks,
            Aliases = models.Aliases,
            AllowedModels = models.Allowed,
            LoginShellEnabled = installation.LoginShellEnabled,
            LoginShellVariables = installation.LoginShellVariables,
            Providers = providers,
            MissingProviders = reading.Unseen is null ? withoutCredential : [],
            NotSeen = reading.Unseen,
            UnseenProviders = reading.Unseen is null ? [] : withoutCredential,
            UnusableProfiles = [.. profiles.Unusable.Where(profile => only is null || (profile.Provider is { } provider && IsWanted(provider)))],
            Errors = errors,
            Warnings = [.. installation.Warnings.Where(warning => !Array.Exists(errors, error => error.Message == warning)), .. reading.Warnings.Select(warning => warning.Message), .. OwnWarnings(), .. ReferenceWarnings(names)],
        };
    }

    /// <summary>Every provider that anything mentions, sorted, in the spelling of whoever mentions it.</summary>
    private IEnumerable<string> ProviderNames(IEnumerable<string> inUse) => reading.Store.Profiles.Select(profile => profile.ProviderName)
        .Concat(configuration.ProviderNames.Select(EcmaScriptText.Trim))
        .Concat(ProvidersOf([.. inUse, .. models.Allowed]))
        .Concat(ProbedProviders.Where(name => EnvironmentKeys.Find(ProviderId.Parse(name), installation.Environment) is not null))
        .Select(EcmaScriptText.Trim)
        .Where(name => name.Length > 0)
        .Distinct(StringComparer.Ordinal)
        .InLinguisticOrder(name => name);

    private static string[] MissingOf(IEnumerable<string> inUse, IEnumerable<ProviderStatus> providers) =>
    [
        .. ProvidersOf(inUse)
            .Except(providers.Select(provider => provider.Provider), StringComparer.Ordinal)
            .InLinguisticOrder(name => name),
    ];

    private static IEnumerable<string> ProvidersOf(IEnumerable<string> references) => references
        .Select(reference => ModelReference.Parse(reference))
        .OfType<ModelReference>()
        .Select(reference => reference.Provider.Value)
        .Where(provider => provider.Length > 0)
        .Distinct(StringComparer.Ordinal);

    private ProviderStatus StatusOf(string name, ProfileOverview profiles)
    {
        EnvironmentKey? key = EnvironmentKeys.Find(ProviderId.Parse(name), installation.Environment);
        string? configured = configuration.Provider(name)?.ApiKey;
        return new ProviderStatus
        {
            StateDirectory = agent.StateDirectory,
            Agent = agent.Id.Value,
            Provider = name,
            Profiles = profiles.Of(ProviderId.Parse(name)),
            AreProfilesSeen = reading.Unseen is null,
            StorePath = UserPath.Shorten(agent.StorePath, installation.Environment),
            EnvironmentValue = key is null ? null : key.IsOAuthToken ? ProviderStatus.OAuthInEnvironment : key.ShownValue,
            EnvironmentSource = key?.Source,
            ConfigurationValue = configured is null ? null : new Secret(configured).Mask(),
            ConfigurationSource = configured is null
                ? null
                : $"models.json: {UserPath.Shorten(Path.Combine(agent.Directory, "models.json"), installation.Environment)}",
        };
    }

    /// <summary>Plain secrets that a reference wins over, and references that are none.</summary>
    private IEnumerable<string> ReferenceWarnings(string[] names)
    {
        foreach (AuthProfile profile in reading.Store.Profiles.Where(profile => names.Contains(EcmaScriptText.Trim(profile.ProviderName))))
        {
            if (profile.ReferenceProblem is { } problem)
                yield return problem.Message;
            if (profile.Reference is { } reference && profile.HasPlainSecret)
                yield return $"Auth profile \"{profile.Id}\" has its secret at {reference}, which is used, but a plain one is left in {profile.StoredIn ?? agent.StorePath}. Remove its \"{AuthProfile.SecretMember(profile.Kind)}\" there.";
        }
    }

    private IEnumerable<string> OwnWarnings()
    {
        if (models.DefaultWithoutProvider is { } model)
            yield return $"Model \"{model}\" specified without provider. Falling back to \"anthropic/{model}\". Please use \"anthropic/{model}\" in your config.";
    }
}
