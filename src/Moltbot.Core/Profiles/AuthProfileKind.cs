namespace Moltbot.Core.Profiles;

/// <summary>What kind of credential a profile holds.</summary>
public enum AuthProfileKind
{
    /// <summary>An API key, without expiry: <c>api_key</c>.</summary>
    ApiKey,

    /// <summary>An access token with a refresh token: <c>oauth</c>.</summary>
    OAuth,

    /// <summary>A bearer token that cannot be refreshed: <c>token</c>.</summary>
    Token,
}
