namespace Moltbot.Core.Selection;

/// <summary>How a credential is used.</summary>
public enum CredentialMode
{
    /// <summary>As an API key.</summary>
    ApiKey,

    /// <summary>As an OAuth access token.</summary>
    OAuth,

    /// <summary>As a bearer token.</summary>
    Token,

    /// <summary>The AWS SDK finds its own credentials.</summary>
    AwsSdk,
}
