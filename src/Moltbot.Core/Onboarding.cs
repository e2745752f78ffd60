using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core;

/// <summary>The credential that an installation starts with, and the model that goes with it (docs/gateway/onboard.md §4).</summary>
/// <param name="Choice">What to sign in with.</param>
public sealed record Onboarding(AuthChoice Choice)
{
    private const string DefaultTokenProfile = "anthropic:default";

    /// <summary>The id of a token's profile; <c>anthropic:default</c> when none is named.</summary>
    public string? TokenProfileId { get; init; }

    /// <summary>How long a token is valid from now on, or <see langword="null"/>.</summary>
    public TimeSpan? TokenExpiresIn { get; init; }

    /// <summary>Where a key is kept; where the gateway keeps the provider's when that is left open.</summary>
    public ApiKeyDestination? Destination { get; init; }

    /// <summary>What may be replaced, and what is left alone.</summary>
    public ImportOptions Options { get; init; } = new();

    private TokenImport Token => new()
    {
        IsSetupToken = true,
        ProfileId = TokenProfileId ?? DefaultTokenProfile,
        ExpiresIn = TokenExpiresIn,
        Options = Options,
    };

    /// <summary>Refuses to go on until a person has agreed to the risk.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    public static void RequireAcceptedRisk(bool isAccepted)
    {
        if (!isAccepted)
            throw new MoltbotException(ErrorCode.InvalidArgument, $"Agents act on their own, on this machine. Add {NextSteps.AcceptRisk} to agree to that.");
    }

    /// <summary>Checks everything but the secret itself, so that nobody is asked for one in vain.</summary>
    /// <exception cref="MoltbotException">As <see cref="TokenImport.Check"/> and <see cref="ApiKeyImport.Check"/>.</exception>
    public void Check()
    {
        if (Choice.KeyProvider is { } provider)
            KeyOf(provider).Check();
        else
            Token.Check();
    }

    /// <summary>Makes sure that the secret can be kept at all, so that nobody is asked for one in vain.</summary>
    /// <exception cref="MoltbotException">As <see cref="AgentProfiles.RequirePlace(TokenImport)"/>.</exception>
    public void RequirePlace(Agent agent)
    {
        if (Choice.KeyProvider is { } provider)
            agent.Profiles.RequirePlace(KeyOf(provider));
        else
            agent.Profiles.RequirePlace(Token);
    }

    /// <summary>The secret as it would be stored.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.CredentialInvalid"/>: it is missing, or something else.</exception>
    public Secret CheckSecret(Secret secret) => Choice.KeyProvider is { } provider ? KeyOf(provider).CheckKey(secret) : Token.CheckToken(secret);

    /// <summary>The key that would be used when none is given, or <see langword="null"/>.</summary>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public ExistingKey? FindExisting(Agent agent) => Choice.KeyProvider is { } provider ? agent.Profiles.FindApiKey(provider.Provider) : null;

    /// <summary>Finds out whether <see cref="Import"/> can be done, and changes nothing.</summary>
    /// <returns>Where the secret would go: the id of a profile, or the name of a variable.</returns>
    /// <exception cref="MoltbotException">As <see cref="Import"/>, but for what only shows while files are written.</exception>
    public string CheckImport(Agent agent, Secret? secret)
    {
        if (Choice.KeyProvider is not { } provider)
            return agent.Profiles.CheckToken(Token, secret ?? throw MissingToken());

        (ApiKeyImport import, Secret key) = KeyFor(agent, provider, secret);
        return agent.Profiles.CheckApiKey(import, key);
    }

    /// <summary>
    /// Puts the secret in and chooses the provider's model. A key that is not given is taken from the environment, or else
    /// from the first profile that has one, which keeps its id unless it is to be kept in the <c>.env</c> file.
    /// </summary>
    /// <exception cref="MoltbotException">
    /// No secret is given and none is there (<see cref="ErrorCode.CredentialInvalid"/>, <see cref="ErrorCode.CredentialNotFound"/>), or as
    /// <see cref="AgentProfiles.ImportToken"/> and <see cref="AgentProfiles.ImportApiKey"/>.
    /// </exception>
    public ImportedCredential Import(Agent agent, Secret? secret, CancellationToken cancellation = default)
    {
        if (Choice.KeyProvider is not { } provider)
            return new ImportedCredential(agent.Profiles.ImportToken(Token, secret ?? throw MissingToken(), cancellation), null, null);

        (ApiKeyImport import, Secret key) = KeyFor(agent, provider, secret);
        return agent.Profiles.ImportApiKey(import, key, cancellation);
    }

    private ApiKeyImport KeyOf(ApiKeyProvider provider) => new()
    {
        Provider = provider.Provider,
        Destination = Destination,
        SetDefaultModel = provider.DefaultModel is not null && !Options.NoConfig,
        Model = Choice.Model,
        Options = Options,
    };

    private (ApiKeyImport Import, Secret Key) KeyFor(Agent agent, ApiKeyProvider provider, Secret? secret)
    {
        ApiKeyImport import = KeyOf(provider);
        if (secret is { } given)
            return (import, given);

        ExistingKey existing = FindExisting(agent) ?? throw MissingKey(provider);
        return existing.ProfileId is { } id && Destination != ApiKeyDestination.EnvironmentFile
            ? (import with { ProfileId = id, Destination = ApiKeyDestination.Profile }, existing.Value)
            : (import, existing.Value);
    }

    private static MoltbotException MissingToken() =>
        new(ErrorCode.CredentialInvalid, $"Missing token. Give it with {NextSteps.GiveSecret}.");

    private static MoltbotException MissingKey(ApiKeyProvider provider) => MoltbotException.About(provider.Provider.Value, ErrorCode.CredentialNotFound,
        $"Missing API key of {provider.Provider}. Give it with {NextSteps.GiveSecret}, or set {string.Join(" or ", ProviderCatalog.EnvironmentVariables(provider.Provider))}.");
}
