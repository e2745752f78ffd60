using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>An API key that is to be stored, and how.</summary>
public sealed record ApiKeyImport
{
    private const string DefaultName = "default";

    /// <summary>The provider that the key is for.</summary>
    public required ProviderId Provider { get; init; }

    /// <summary>The id of the profile; <c>provider:default</c> when none is named.</summary>
    public string? ProfileId { get; init; }

    /// <summary>Where it is kept. When that is left open: a profile for a vault or with an id, else where the gateway's onboarding keeps the provider's.</summary>
    public ApiKeyDestination? Destination { get; init; }

    /// <summary>Whether a model of the provider becomes the default model.</summary>
    public bool SetDefaultModel { get; init; }

    /// <summary>Which model of the provider that is; the usual one if none is named.</summary>
    public StartModel? Model { get; init; }

    /// <summary>What may be replaced, and what is left alone.</summary>
    public ImportOptions Options { get; init; } = new();

    /// <summary>Where the key is kept.</summary>
    public ApiKeyDestination EffectiveDestination =>
        Destination ?? (Known?.IsKeptInEnvironment == true && Options.Vault is null && !IsNamed ? ApiKeyDestination.EnvironmentFile : ApiKeyDestination.Profile);

    /// <summary>What is known about the provider, or <see langword="null"/>.</summary>
    internal ApiKeyProvider? Known => ApiKeyProvider.Find(Provider);

    /// <summary>The variable for the key, if it is kept in the <c>.env</c> file.</summary>
    internal string? Variable => Known?.Variable ?? (ProviderCatalog.EnvironmentVariables(Provider) is [.., string last] ? last : null);

    /// <summary>The reference to the model that becomes the default one, or <see langword="null"/>.</summary>
    internal string? DefaultModel => SetDefaultModel ? Known!.ReferenceTo(StartModel!) : null;

    private bool IsNamed => !EcmaScriptText.IsBlank(ProfileId);

    private StartModel? StartModel => Model ?? (Known?.Models is [{ } usual, ..] ? usual : null);

    /// <summary>Checks everything but the key itself, so that nobody is asked for a secret in vain.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProviderMissing"/>, or <see cref="ErrorCode.InvalidArgument"/> for what the provider does not have.</exception>
    public void Check()
    {
        if (Provider.IsEmpty)
            throw new MoltbotException(ErrorCode.ProviderMissing, "Missing provider. Name the provider that the key is for, for instance openrouter.");
        NewCredential.RefuseSecretAsName(Provider, ProfileId);
        if (EffectiveDestination == ApiKeyDestination.EnvironmentFile)
            CheckVariable();
        if (SetDefaultModel && StartModel is null)
            throw Impossible($"No default model of {Provider} is known. Choose one with {NextSteps.SetDefaultModel}.");
        if (SetDefaultModel && Options.NoConfig)
            throw Impossible("The default model stands in the configuration, which cannot be set and left alone at once.");

        _ = NewCredential.ProfileId(ProfileId, "");
    }

    /// <summary>The key as it would be stored: without what was copied along with it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.CredentialInvalid"/>: it is missing, or something else.</exception>
    public Secret CheckKey(Secret pasted)
    {
        string key = SecretText.Heal(pasted.Reveal());
        return Problem(key) is { } problem ? throw new MoltbotException(ErrorCode.CredentialInvalid, problem) : new Secret(key);
    }

    /// <summary>What the configuration says with this key that it does not say yet, apart from the profile.</summary>
    internal IReadOnlyList<ConfigurationChange> ConfigurationChanges(MoltbotConfiguration configuration)
    {
        if (Known is not { } provider || StartModel is not { } model)
            return [];

        return SetDefaultModel ? ProviderConfiguration.Choose(configuration, provider, model) : ProviderConfiguration.Offer(configuration, provider, model);
    }

    /// <summary>The same with the model that a gateway of today names in the place of one that it has retired.</summary>
    internal ApiKeyImport WithPresentModel() =>
        Known is { } provider && StartModel is { } model && RefusedModels.ReplacementOf(new ModelReference(provider.Provider, model.Id)) is { } present
            ? this with { Model = model with { Id = present.Model, Name = present.Model } }
            : this;

    internal NewProfile ToProfile(Secret key) => new(NewCredential.ProfileId(ProfileId, $"{Provider}:{DefaultName}"), Provider, AuthProfileKind.ApiKey, key);

    private void CheckVariable()
    {
        if (Variable is null)
            throw Impossible($"No variable is known in which a key of {Provider} would be looked for. Keep it in a profile.");
        if (Options.Vault is not null)
            throw Impossible("The .env file holds keys and no references, so a key in a vault needs a profile. Leave one of the two out.");
        if (IsNamed)
            throw Impossible("The .env file holds keys and no profiles, so there is nothing to have the id. Leave one of the two out.");
    }

    private Advice? Problem(string key)
    {
        if (key.Length == 0)
            return "Required: no key was given. Paste it at the prompt, or give it on standard input.";
        if (Provider == ProviderId.Default && SetupToken.IsLike(key))
            return $"This is a setup-token, not an API key. Import it with {NextSteps.ImportSetupToken}.";

        return NewCredential.Problem(key, "key");
    }

    private MoltbotException Impossible(Advice message) => new(ErrorCode.InvalidArgument, message) { Subject = Provider.Value };
}
