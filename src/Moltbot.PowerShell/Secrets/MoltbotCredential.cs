using System.Management.Automation;
using System.Security;
using Moltbot.Core.Resolving;
using Moltbot.Core.Selection;

namespace Moltbot.PowerShell.Secrets;

/// <summary>The credential that an agent uses for a provider now.</summary>
public sealed class MoltbotCredential
{
    private readonly CredentialInUse credential;

    internal MoltbotCredential(CredentialInUse credential)
    {
        this.credential = credential;
        Secret = credential.Value?.ToSecureString();
    }

    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory => credential.StateDirectory;

    /// <summary>The agent's id.</summary>
    public string Agent => credential.Agent;

    /// <summary>The provider in its normal form.</summary>
    public string Provider => credential.Provider;

    /// <summary>The profile it comes from, or <see langword="null"/>.</summary>
    public string? ProfileId => credential.ProfileId;

    /// <summary>How it is used.</summary>
    public CredentialMode Mode => credential.Mode;

    /// <summary>Where it comes from, as the gateway names it: <c>profile:…</c>, <c>env: NAME</c>, <c>models.json</c> and so on.</summary>
    public string Source => credential.Source;

    /// <summary>Where the secret itself is: <c>vault: SecretStore/openai</c>, a path, or the same as the source.</summary>
    public string Place => credential.Place;

    /// <summary>When it expires, or <see langword="null"/> when it does not or nobody knows.</summary>
    public DateTimeOffset? ExpiresAt => credential.ExpiresAt;

    /// <summary>The secret for people to recognise, without giving it away; <c>-</c> when there is none to send.</summary>
    public string MaskedValue => credential.MaskedValue;

    /// <summary>The secret; <see langword="null"/> when there is none to send, as with the AWS SDK.</summary>
    public SecureString? Secret { get; }

    /// <summary>Always the source.</summary>
    public override string ToString() => Source;

    /// <summary>The secret as it is sent.</summary>
    internal string ToPlainText() => credential.ValueOrThrow().Reveal();

    /// <summary>The secret as a password, with the profile or the source as the name of the user.</summary>
    internal PSCredential ToCredential() => new(ProfileId ?? Source, credential.ValueOrThrow().ToSecureString());
}
