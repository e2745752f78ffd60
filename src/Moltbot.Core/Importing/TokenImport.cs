using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>A token that is to be stored as a profile, and how.</summary>
public sealed record TokenImport
{
    private const string DefaultName = "manual";

    /// <summary>The provider that the token is for.</summary>
    public ProviderId Provider { get; init; } = ProviderId.Default;

    /// <summary>Whether it has to be a token made by <c>claude setup-token</c>.</summary>
    public bool IsSetupToken { get; init; }

    /// <summary>The id of the profile; <c>provider:manual</c> when none is named.</summary>
    public string? ProfileId { get; init; }

    /// <summary>How long the token is valid from now on, or <see langword="null"/>.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>When the token expires, or <see langword="null"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The account's address, or <see langword="null"/>.</summary>
    public string? Email { get; init; }

    /// <summary>What may be replaced, and what is left alone.</summary>
    public ImportOptions Options { get; init; } = new();

    /// <summary>
    /// Checks everything but the token itself, so that nobody is asked for a secret in vain.
    /// </summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.ProviderMissing"/>, or <see cref="ErrorCode.InvalidArgument"/> for an expiry in the past, a
    /// profile id that cannot be one, or a setup token for another provider than Anthropic.
    /// </exception>
    public void Check(TimeProvider? time = null)
    {
        if (Provider.IsEmpty)
            throw new MoltbotException(ErrorCode.ProviderMissing, "Missing provider. Name the provider that the token is for, for instance anthropic.");
        NewCredential.RefuseSecretAsName(Provider, ProfileId);
        if (IsSetupToken && Provider != ProviderId.Default)
            throw new MoltbotException(ErrorCode.InvalidArgument, $"Only {ProviderId.Default} has setup-tokens. Import a token of {Provider} as an ordinary one.") { Subject = Provider.Value };

        _ = CheckedProfileId();
        _ = Expiry(time ?? TimeProvider.System);
    }

    /// <summary>The token as it would be stored: without the white space around it, and a setup token without what copying put into it.</summary>
    /// <param name="pasted">The token as it was typed or piped in.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.CredentialInvalid"/>: it is missing, not whole, or something else.</exception>
    public Secret CheckToken(Secret pasted)
    {
        string token = SecretText.Heal(pasted.Reveal());
        if (IsSetupToken || (Provider == ProviderId.Default && SetupToken.IsLike(token)))
            token = SetupToken.WithoutBreaks(token);

        return Problem(token) is { } problem ? throw new MoltbotException(ErrorCode.CredentialInvalid, problem) : new Secret(token);
    }

    /// <summary>The profile for a token.</summary>
    /// <exception cref="MoltbotException">As <see cref="Check"/> and <see cref="CheckToken"/>.</exception>
    internal NewProfile ToProfile(Secret pasted, TimeProvider time)
    {
        Check(time);
        return new NewProfile(CheckedProfileId(), Provider, AuthProfileKind.Token, CheckToken(pasted))
        {
            Expires = Expiry(time)?.ToUnixTimeMilliseconds(),
            Email = EcmaScriptText.IsBlank(Email) ? null : EcmaScriptText.Trim(Email),
        };
    }

    private Advice? Problem(string token)
    {
        if (token.Length == 0)
            return "Required: no token was given. Paste it at the prompt, or give it on standard input.";
        if (Provider == ProviderId.Default && SecretShape.IsAnthropicApiKey(token))
            return $"This is an API key, not a token. Import it with {NextSteps.ImportApiKey}.";
        if (IsSetupToken && SetupToken.Problem(token) is { } problem)
            return $"{problem}. Make one with `claude setup-token` and copy the whole of it.";

        return NewCredential.Problem(token, "token");
    }

    private string CheckedProfileId() => NewCredential.ProfileId(ProfileId, $"{Provider}:{DefaultName}");

    private DateTimeOffset? Expiry(TimeProvider time)
    {
        if (ExpiresIn is not null && ExpiresAt is not null)
            throw new MoltbotException(ErrorCode.InvalidArgument, "Say either how long the token is valid or when it expires, not both.");
        if (ExpiresIn is null && ExpiresAt is null)
            return null;

        DateTimeOffset now = time.GetUtcNow();
        if (ExpiresIn > DateTimeOffset.MaxValue - now)
            throw new MoltbotException(ErrorCode.InvalidArgument, "The expiry is later than any calendar goes. Leave it out for a token that does not expire.");

        DateTimeOffset expiry = ExpiresAt ?? (now + ExpiresIn!.Value);
        return expiry > now ? expiry : throw new MoltbotException(ErrorCode.InvalidArgument, "The expiry is not in the future, so the token could never be used. Name a later one, or none.");
    }
}
