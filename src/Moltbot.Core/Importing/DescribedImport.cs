using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>A secret of which only a name is known and what a user says about it, as a token or an API key.</summary>
/// <param name="profileId">The id of the profile.</param>
/// <param name="existing">What has the id, or <see langword="null"/>.</param>
/// <param name="agent">The agent.</param>
internal sealed class DescribedImport(string profileId, AuthProfile? existing, AgentContext agent)
{
    /// <summary>The kind: as it is said, as it was, or as the secret looks.</summary>
    public AuthProfileKind KindOf(Secret secret, SecretDescription description)
    {
        CheckPlace(description);
        return KindIn(description) ?? existing?.Kind ?? (SetupToken.IsLike(EcmaScriptText.Trim(secret.Reveal())) ? AuthProfileKind.Token : AuthProfileKind.ApiKey);
    }

    /// <summary>As a token. A new one expires when it is said, the same one as before.</summary>
    public TokenImport ToToken(Secret secret, SecretDescription description) => new()
    {
        Provider = ProviderOf(description),
        ProfileId = profileId,
        ExpiresAt = description.SaysExpiry ? description.ExpiresAt : existing?.PlainSecret == secret ? UnixTime.ToDateTime(existing.Expires) : null,
        Email = existing?.Email,
    };

    /// <summary>As an API key.</summary>
    public ApiKeyImport ToApiKey(SecretDescription description) => description.ExpiresAt is null
        ? new() { Provider = ProviderOf(description), ProfileId = profileId, Destination = ApiKeyDestination.Profile }
        : throw Wrong("API keys do not expire. Leave Expires out, or store it as a token (Kind = token)");

    /// <summary>Whether what is said fits to what is there.</summary>
    public void CheckFits(SecretDescription description)
    {
        CheckPlace(description);
        if (KindIn(description) is { } kind && kind != existing!.Kind)
            throw Wrong($"it is of the kind {existing.Kind.ToStoredName()}. Import it again to make it another");
        if (description.Provider is { } provider && ProviderId.Parse(provider) != existing!.Provider)
            throw Wrong($"it is for {existing.Provider}. Import it again to make it another provider's");
        if (description.ExpiresAt is not null && existing!.Kind != AuthProfileKind.Token)
            throw Wrong("only the expiry of tokens can be set");
    }

    private void CheckPlace(SecretDescription description)
    {
        if (description.ProfileId is { } id && id != profileId)
            throw Wrong("the ProfileId in its metadata is another one. Leave it out");
        if (description.Agent is { } name && AgentId.Parse(name) != agent.Id)
            throw Wrong($"the vault is about agent {agent.Id}. Register another one for {name}, with the parameter Agent");
        if (description.StateDirectory is { } directory && !PathComparison.Here.AreSame(directory, agent.StateDirectory))
            throw Wrong($"the vault is about the installation in {agent.StateDirectory}. Register another one for {directory}, with the parameter StateDirectory");
    }

    private AuthProfileKind? KindIn(SecretDescription description) => description.Kind is not { } name
        ? null
        : AuthProfileKinds.Parse(name) ?? throw Wrong("Kind in its metadata is neither api_key nor token");

    private ProviderId ProviderOf(SecretDescription description)
    {
        if (description.Provider is { } named)
            return ProviderId.Parse(named);
        if (existing is not null)
            return existing.Provider;

        int colon = profileId.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? ProviderId.Parse(profileId[..colon])
            : throw Wrong("nothing says which provider it is for. Name it provider:name, or give metadata with a Provider");
    }

    private MoltbotException Wrong(string problem) => new(ErrorCode.InvalidArgument, $"The secret \"{profileId}\" cannot be stored like that: {problem}.") { Subject = profileId };
}
